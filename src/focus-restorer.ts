/**
 * Hands on the focus of something that is taken away: a frame whose session ended, a button that disappears with its
 * panel. What comes in its place gets the focus, unless the person has moved on. It knows Lit's update cycle and the
 * focus, and nothing of portals.
 */
import type { LitElement, ReactiveController } from 'lit';

export class FocusRestorer implements ReactiveController {
  readonly #host: LitElement;
  readonly #findSuccessor: () => HTMLElement | null | undefined;
  /** Something inside had the focus, and nothing has taken its place yet. */
  #isPending = false;

  /** @param findSuccessor - Returns what should get the focus now; nothing while there is no such element. */
  constructor(host: LitElement, findSuccessor: () => HTMLElement | null | undefined) {
    this.#host = host;
    this.#findSuccessor = findSuccessor;
    host.addController(this);
  }

  /** Call it before you remove something that may have the focus. */
  noteFocus(): void {
    if (this.#host.shadowRoot?.activeElement) this.#isPending = true;
  }

  hostUpdate(): void {
    this.noteFocus();
  }

  hostUpdated(): void {
    const successor = this.#isPending && this.#findSuccessor();
    if (!successor) return;
    this.#isPending = false;
    // Anything else that has the focus was chosen by the person, or is still there.
    if (document.activeElement === document.body) successor.focus({ preventScroll: true });
  }

  hostDisconnected(): void {
    this.#isPending = false;
  }
}
