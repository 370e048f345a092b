/** The frame that shows a portal: the attributes that it needs, and whether a move has reloaded it. It knows no sessions. */

import { createElement } from './host-page.js';

/** What the page says about its frame. */
export interface PortalFrameOptions {
  /** Where the frame goes. */
  readonly parent: Element;
  /** All origins where the portal may live, the link's own among them. */
  readonly origins: readonly string[];
  /** Handed to the frame as it is; null: none. */
  readonly sandbox: string | null | undefined;
  /** The frame's accessible name. */
  readonly title: string;
  /** Called when the frame has loaded, whatever it loaded. */
  readonly onLoad: () => void;
}

/**
 * One frame for one link. Never give a frame a second link: setting `src` on a live frame adds a history entry, and Back
 * would load the used link.
 */
export class PortalFrame {
  readonly link: URL;
  readonly element = createElement('iframe');
  /** The window that the frame began with. A move that reloads the frame gives it another. */
  readonly #firstWindow: Window | null;

  constructor(link: URL, { parent, origins, sandbox, title, onLoad }: PortalFrameOptions) {
    const { element } = this;
    this.link = link;
    element.part = 'frame';
    // The portal's copy buttons need it, also after a redirect to a custom domain.
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

  /** Whether the browser has loaded the used link once more because the frame was moved. */
  get wasReloaded(): boolean {
    return this.window !== this.#firstWindow;
  }
}
