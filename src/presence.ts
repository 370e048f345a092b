/**
 * Tells whether the element can be seen, and so whether to request a link: it has a box, it is near the viewport, the page is
 * visible. This file knows observers and boxes, and nothing about sessions.
 */
import type { LitElement, ReactiveController } from 'lit';
import { windowOf } from './host-page.js';
import { isPagePreview, isPageVisible } from './page-listener.js';
import type { LinkReason } from './portal-link.js';

/** An element within this distance of the viewport counts as near. */
const NEAR = '300px';

export class Presence implements ReactiveController {
  /** Whether the element is in the viewport or near it. */
  isNear = false;
  readonly #host: LitElement;
  readonly #onChange: () => void;
  /** The id of the requested animation frame. */
  #frame = 0;
  #observers: (IntersectionObserver | ResizeObserver)[] = [];

  constructor(host: LitElement, onChange: () => void) {
    this.#host = host;
    this.#onChange = onChange;
    host.addController(this);
  }

  /** Whether a link may be requested now for this reason, because the portal can be seen. */
  isTimeTo(reason: LinkReason, isLazy: boolean): boolean {
    // False inside `display: none`, a closed popover, dialog or `<details>`, and content that `content-visibility: hidden` skips.
    const isRendered = this.#box?.checkVisibility?.() ?? true;
    if (isPagePreview() || !isRendered) return false;
    if (reason === 'reload') return true;
    if (reason === 'refresh') return isPageVisible() && navigator.onLine;
    return isPageVisible() && (!isLazy || this.isNear);
  }

  /**
   * The box inside the shadow root: with `display: contents`, the host has no box. It is found by its class, because
   * extensions such as Dark Reader insert style elements before it.
   */
  get #box(): Element | null {
    return this.#host.renderRoot.querySelector('.layout');
  }

  hostUpdated(): void {
    const box = this.#box;
    // Lit updates an element once more after it has left the page.
    if (this.#observers.length > 0 || !box || !this.#host.isConnected) return;
    // A page's unit tests may run in a DOM without observers (jsdom), or with observers that never call back (happy-dom, which
    // has no ResizeObserverEntry). There, every element counts as near.
    // The observers come from the element's own window: those of another window run at the wrong moment of its animation
    // frames, and report a loop.
    const { IntersectionObserver, ResizeObserver, ResizeObserverEntry } = windowOf(this.#host);
    if (!IntersectionObserver || !ResizeObserver || !ResizeObserverEntry) {
      this.isNear = true;
      return;
    }
    const near = new IntersectionObserver(
      (entries) => {
        for (const { isIntersecting } of entries) this.isNear = isIntersecting;
        this.#onChange();
      },
      { rootMargin: NEAR },
    );
    // A box that appears away from the viewport causes no change of intersection, but its size changes.
    // The change waits for the next animation frame: changing sizes within the callback would report an error in the page
    // ("ResizeObserver loop").
    this.#observers = [near, new ResizeObserver(() => this.#changeWithNextFrame())];
    for (const observer of this.#observers) observer.observe(box);
  }

  #changeWithNextFrame(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.#onChange());
  }

  hostDisconnected(): void {
    globalThis.cancelAnimationFrame?.(this.#frame);
    for (const observer of this.#observers) observer.disconnect();
    this.#observers = [];
    this.isNear = false;
  }
}
