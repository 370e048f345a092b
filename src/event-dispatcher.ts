/**
 * Dispatches the element's events. An event that occurs while the element is being removed from the page is dispatched
 * later: Svelte forbids state changes while it removes an element, so a listener that changes state would throw.
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';

export class EventDispatcher implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  #hasLeft = false;
  /** The first event since the element left the page: its state change. */
  #delayed: Event | undefined;

  constructor(host: ReactiveControllerHost & HTMLElement) {
    this.#host = host;
    host.addController(this);
  }

  /** Dispatches an event. Returns false if a listener has prevented it, or if it is delayed. */
  emit(name: string, detail: unknown, bubbles = true): boolean {
    const event = new CustomEvent(name, { detail, bubbles, cancelable: name === 'portal-refresh', composed: false });
    if (!this.#hasLeft) return this.#host.dispatchEvent(event);
    this.#delayed ??= event;
    return false;
  }

  /** Call it once the page has finished removing or moving the element. */
  dispatchDelayed(): void {
    const event = this.#delayed;
    this.#delayed = undefined;
    if (event) this.#host.dispatchEvent(event);
  }

  hostConnected(): void {
    this.#hasLeft = false;
  }

  hostDisconnected(): void {
    this.#hasLeft = true;
  }
}
