/**
 * Decides which window messages count as the portal's. It knows `window` alone.
 *
 * The order of the checks is the point: source, then origin, then data. `event.data` of a stranger is never touched,
 * because Chromium deserialises it lazily and a hostile payload can freeze the page.
 */
import { parsePortalMessage, type ReceivedMessage } from './portal-messages.js';

/** Who is listened to, and who is told. */
export interface PortalListenerOptions {
  /** The window of the current frame; null or undefined while there is none. */
  frameWindow: () => Window | null | undefined;
  /** Asked when the current frame speaks: whether messages of this origin are the portal's. */
  allows: (origin: string) => boolean;
  onMessage: (message: ReceivedMessage) => void;
}

/** Listens until the signal is aborted. */
export const listenToPortal = (options: PortalListenerOptions, signal: AbortSignal): void => {
  const listener = (event: MessageEvent<unknown>) => {
    const frameWindow = options.frameWindow();
    // Both are null once their frame is gone, and null === null would let a stranger in.
    if (!frameWindow || event.source !== frameWindow || !options.allows(event.origin)) return;
    const message = parsePortalMessage(event.data);
    if (message) options.onMessage(message);
  };
  window.addEventListener('message', listener, { signal });
};
