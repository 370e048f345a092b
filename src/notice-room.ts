/**
 * Makes room for a notice above the frame if the page has set a height. The frame keeps its height, so the element has to
 * grow. CSS alone cannot do this: Firefox treats `min-height: fit-content` as `none`. This file knows style sheets and
 * boxes, and nothing about the text of the notice.
 */
import { windowOf } from './host-page.js';

export class NoticeRoom {
  readonly #host: HTMLElement;
  #sheet: CSSStyleSheet | undefined;

  constructor(host: HTMLElement) {
    this.#host = host;
  }

  /** Call it after each render. */
  make(): void {
    const root = this.#host.shadowRoot;
    const layout = root?.querySelector('.layout');
    this.#sheet?.replaceSync('');
    if (!root || !layout || !root.querySelector('[part=notice]')) return;
    const { height, paddingTop, paddingBottom } = getComputedStyle(this.#host);
    const room = this.#host.clientHeight - parseFloat(paddingTop) - parseFloat(paddingBottom);
    const missing = layout.scrollHeight - room;
    if (!(missing > 0)) return;
    // A sheet belongs to the document that it was created in. The element loses it when another document adopts the element.
    if (!this.#sheet || !root.adoptedStyleSheets.includes(this.#sheet)) {
      this.#sheet = new (windowOf(this.#host).CSSStyleSheet)();
      root.adoptedStyleSheets.push(this.#sheet);
    }
    // The layout inherits the element's `min-height`, which includes the padding if the page sets `box-sizing: border-box`.
    this.#sheet.replaceSync(
      `:host { min-height: ${parseFloat(height) + missing}px !important } .layout { min-height: ${room + missing}px }`,
    );
  }
}
