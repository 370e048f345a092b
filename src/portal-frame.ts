/** Makes the frame that shows a portal. It knows the attributes a portal needs, and nothing of sessions. */

/** What the page decides about the frame. */
export interface PortalFrameOptions {
  /** Origins that may write to the clipboard: the portal has copy buttons. */
  origins: Iterable<string>;
  /** Handed on as it is; null: no sandbox. */
  sandbox: string | null;
}

/**
 * Returns a new frame for a link. Never reuse one: setting `src` on a live frame adds a history entry, and Back would
 * load the spent link.
 */
export const createPortalFrame = (link: URL, { origins, sandbox }: PortalFrameOptions): HTMLIFrameElement => {
  const frame = document.createElement('iframe');
  frame.part = 'frame';
  // The portal's origins by name: without them the permission would be lost in a redirect to a custom domain.
  frame.allow = `clipboard-write ${[link.origin, ...origins].join(' ')}`;
  frame.referrerPolicy = 'strict-origin';
  if (sandbox !== null) frame.setAttribute('sandbox', sandbox);
  frame.src = link.href;
  return frame;
};
