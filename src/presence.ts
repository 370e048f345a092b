/**
 * Whether the element is where somebody can see it: it has a box, it is near the viewport, the page is visible. So it knows
 * when it is time to ask for a link. It knows observers and boxes, and nothing of sessions.
 */
import type { LitElement, ReactiveController } from 'lit';
import { windowOf } from './host-page.js';
import { isPagePreview, isPageVisible } from './page-listener.js';
import type { LinkReason } from './portal-link.js';

/** CSS pixels around the viewport in which an element counts as near. */
const NEAR = '300px';

export class Presence implements ReactiveController {
  /** Near the viewport, or in it. */
  isNear = false;
  readonly #host: LitElement;
  readonly #onChange: () => void;
  /** The browser's frame that is waited for. */
  #frame = 0;
  #observers: (IntersectionObserver | ResizeObserver)[] = [];

  constructor(host: LitElement, onChange: () => void) {
    this.#host = host;
    this.#onChange = onChange;
    host.addController(this);
  }

  /** Whether somebody may see what a link leads to that is asked for now, for this reason. */
  isTimeTo(reason: LinkReason, isLazy: boolean): boolean {
    // False below `display: none`, in a closed popover, dialog or `<details>`, and in what `content-visibility: hidden` skips.
    const isRendered = this.#box?.checkVisibility?.() ?? true;
    if (isPagePreview() || !isRendered) return false;
    if (reason === 'reload') return true;
    if (reason === 'refresh') return isPageVisible() && navigator.onLine;
    return isPageVisible() && (!isLazy || this.isNear);
  }

  /**
   * The element's own box inside of it: with `display: contents`, the host has none. By its class: extensions such as Dark Reader
   * put style elements before it.
   */
  get #box(): Element | null {
    return this.#host.renderRoot.querySelector('.layout');
  }

  hostUpdated(): void {
    const box = this.#box;
    // An element that has left the page is updated once more.
    if (this.#observers.length > 0 || !box || !this.#host.isConnected) return;
    // Unit tests of a page may run in a DOM without observers (jsdom), or with some that never call (happy-dom, which has no
    // ResizeObserverEntry): all is near there.
    // Those of the element's own window: others look at the wrong moment of its frames, and report a loop.
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
    // A box that appears away from the viewport does not intersect anything, but its size changes.
    // With the next frame: what changes sizes within the callback is an error of the page ("ResizeObserver loop").
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
