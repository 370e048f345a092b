/**
 * Hands on the focus of something that is taken away: a frame whose session ended, a button that disappears with its
 * panel. What comes in its place gets the focus, unless the person has moved on. It knows Lit's update cycle and the
 * focus, and nothing of portals.
 */
import type { LitElement, ReactiveController } from 'lit';
import { fromDocument } from './host-page.js';

/** Returns what should get the focus that this element had; nothing while there is no such element. */
type FindSuccessor = (lost: Element) => HTMLElement | null | undefined;

export class FocusRestorer implements ReactiveController {
  readonly #host: LitElement;
  readonly #findSuccessor: FindSuccessor;
  /** What had the focus inside, until something has taken its place. */
  #lost: Element | null | undefined;

  constructor(host: LitElement, findSuccessor: FindSuccessor) {
    this.#host = host;
    this.#findSuccessor = findSuccessor;
    host.addController(this);
  }

  /** Notes what has the focus. Lit calls it before each update; call it before something is taken away by hand, too. */
  hostUpdate(): void {
    this.#lost = this.#host.shadowRoot?.activeElement ?? this.#lost;
  }

  hostUpdated(): void {
    const successor = this.#lost && this.#findSuccessor(this.#lost);
    if (!successor) return;
    this.#lost = null;
    // Anything else that has the focus was chosen by the person, or is still there.
    if (fromDocument('activeElement') === fromDocument('body')) successor.focus({ preventScroll: true });
  }

  hostDisconnected(): void {
    this.#lost = null;
  }
}
