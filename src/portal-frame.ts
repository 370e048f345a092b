/** The frame that shows a portal: its attributes, and whether a move has reloaded it. This file knows nothing about sessions. */

import { createElement } from './host-page.js';

/** The settings of a frame. */
export interface PortalFrameOptions {
  /** The parent of the frame. */
  readonly parent: Element;
  /** All origins where the portal may live, including the link's own. */
  readonly origins: readonly string[];
  /** Passed to the frame unchanged; null: no attribute. */
  readonly sandbox: string | null | undefined;
  /** The frame's accessible name. */
  readonly title: string;
  /** Called when the frame has loaded a page, even an error page. */
  readonly onLoad: () => void;
}

/**
 * One frame for one link. Never give a frame a second link: setting `src` on a live frame adds a history entry, and the
 * Back button would load the used link.
 */
export class PortalFrame {
  readonly link: URL;
  readonly element = createElement('iframe');
  /** The frame's first window. A move that reloads the frame gives it another one. */
  readonly #firstWindow: Window | null;

  constructor(link: URL, { parent, origins, sandbox, title, onLoad }: PortalFrameOptions) {
    const { element } = this;
    this.link = link;
    element.part = 'frame';
    // The portal's copy buttons need this permission, also after a redirect to a custom domain.
    element.allow = `clipboard-write ${origins.join(' ')}`;
    element.referrerPolicy = 'strict-origin';
    if (sandbox != null) element.setAttribute('sandbox', sandbox);
    element.title = title;
    element.onload = onLoad;
    element.src = link.href;
    parent.append(element);
    this.#firstWindow = this.window;
  }

  /** The frame's window; null while the frame is not in the page. */
  get window(): Window | null {
    return this.element.contentWindow;
  }

  /** Whether the browser has loaded the used link again because the frame was moved. */
  get wasReloaded(): boolean {
    return this.window !== this.#firstWindow;
  }
}
