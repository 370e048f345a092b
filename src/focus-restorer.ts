/**
 * Restores the focus when the focused element is removed: a frame whose session ended, or a button that disappears with
 * its panel. Its successor gets the focus, unless the person has focused something else. This file knows Lit's update
 * cycle and the focus, and nothing about portals.
 */
import type { LitElement, ReactiveController } from 'lit';
import { fromDocument } from './host-page.js';

/** Returns the element that takes over the focus of the lost one, or nothing while there is none. */
type FindSuccessor = (lost: Element) => HTMLElement | null | undefined;

export class FocusRestorer implements ReactiveController {
  readonly #host: LitElement;
  readonly #findSuccessor: FindSuccessor;
  /** The element in the shadow root that had the focus, until a successor has taken it over. */
  #lost: Element | null | undefined;

  constructor(host: LitElement, findSuccessor: FindSuccessor) {
    this.#host = host;
    this.#findSuccessor = findSuccessor;
    host.addController(this);
  }

  /** Records the focused element. Lit calls it before each update. Also call it before you remove an element by hand. */
  hostUpdate(): void {
    this.#lost = this.#host.shadowRoot?.activeElement ?? this.#lost;
  }

  hostUpdated(): void {
    const successor = this.#lost && this.#findSuccessor(this.#lost);
    if (!successor) return;
    this.#lost = null;
    // If anything but the body has the focus, the person has chosen it, or it was never removed.
    if (fromDocument('activeElement') === fromDocument('body')) successor.focus({ preventScroll: true });
  }

  hostDisconnected(): void {
    this.#lost = null;
  }
}
