/**
 * Decides which window messages count as the portal's. It knows `window` alone.
 *
 * The order of the checks is the point: source, then origin, then data. `event.data` of a stranger is never touched,
 * because Chromium deserialises it lazily and a hostile payload can freeze the page.
 */
import { parsePortalMessage, type ReceivedMessage } from './portal-messages.js';

/**
 * Listens until the signal is aborted.
 *
 * @param getWindow - The window of the current frame; null or undefined while there is none.
 * @param allows - Asked when that window speaks: whether messages of this origin are the portal's.
 */
export const listenToPortal = (
  getWindow: () => Window | null | undefined,
  allows: (origin: string) => boolean | undefined,
  onMessage: (message: ReceivedMessage) => void,
  signal: AbortSignal,
): void => {
  const listener = (event: MessageEvent<unknown>) => {
    const expected = getWindow();
    // Both are null once their frame is gone, and null === null would let a stranger in.
    if (!expected || event.source !== expected || !allows(event.origin)) return;
    const message = parsePortalMessage(event.data);
    if (message) onMessage(message);
  };
  window.addEventListener('message', listener, { signal });
};
