/**
 * Dispatches the element's events. What happens while the element is being taken out of the page is told later: while Svelte
 * takes an element away, no state of the page's may change, and a listener that changed some would throw.
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';

export class EventDispatcher implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  #hasLeft = false;
  /** The first event since the element has left the page: its change of state. */
  #delayed: Event | undefined;

  constructor(host: ReactiveControllerHost & HTMLElement) {
    this.#host = host;
    host.addController(this);
  }

  /** Dispatches an event; returns false if a listener has prevented it, or if it is delayed. */
  emit(name: string, detail: unknown, bubbles = true): boolean {
    const event = new CustomEvent(name, { detail, bubbles, cancelable: name === 'portal-refresh', composed: false });
    if (!this.#hasLeft) return this.#host.dispatchEvent(event);
    this.#delayed ??= event;
    return false;
  }

  /** Call it when the page has done what it does to the element. */
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
