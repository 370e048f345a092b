/** Makes the frame that shows a portal. It knows the attributes a portal needs, and nothing of sessions. */
import { make } from './shadow-tree.js';

/**
 * Returns a new frame for a link. Never reuse one: setting `src` on a live frame adds a history entry, and Back would
 * load the spent link. `origins` are all where the portal may live, the link's own among them: they may write to the
 * clipboard, or the portal's copy buttons would be dead after a redirect to a custom domain. `sandbox` is handed on as it
 * is; null: none.
 */
export const createPortalFrame = (
  link: URL,
  origins: readonly string[],
  sandbox: string | null | undefined,
): HTMLIFrameElement => {
  const frame = make('iframe', {
    part: 'frame',
    allow: `clipboard-write ${origins.join(' ')}`,
    referrerPolicy: 'strict-origin',
    src: link.href,
  });
  if (sandbox != null) frame.setAttribute('sandbox', sandbox);
  return frame;
};
