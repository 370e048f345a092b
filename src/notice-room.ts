/**
 * Makes room for a notice above the frame where the page has set a height: the frame keeps its height, so the element needs
 * more. It knows style sheets and boxes, and nothing of what the notice says. CSS alone does not do it: Firefox takes
 * `min-height: fit-content` for none.
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
    // A sheet belongs to the document that it was made in, and leaves an element that another document adopts.
    if (!this.#sheet || !root.adoptedStyleSheets.includes(this.#sheet)) {
      this.#sheet = new (windowOf(this.#host).CSSStyleSheet)();
      root.adoptedStyleSheets.push(this.#sheet);
    }
    // The layout inherits the element's own least height, which counts the padding where the page says so.
    this.#sheet.replaceSync(
      `:host { min-height: ${parseFloat(height) + missing}px !important } .layout { min-height: ${room + missing}px }`,
    );
  }
}
