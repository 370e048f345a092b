/**
 * Decides which window messages count as the portal's. It knows windows alone.
 *
 * The order of the checks is the point: source, then origin, then data. `event.data` of a stranger is never touched,
 * because Chromium deserialises it lazily and a hostile payload can freeze the page.
 */
import { listen } from './host-page.js';
import { parsePortalMessage, type ReceivedMessage } from './portal-messages.js';

/** Who may speak for the portal, and who hears it. */
export interface PortalObserver {
  /** The window of the current frame; null or undefined while there is none. */
  getWindow(): Window | null | undefined;
  /** Whether messages of this origin are the portal's. */
  allows(origin: string): boolean;
  onMessage(message: ReceivedMessage): void;
  /** The frame spoke from an origin that is not allowed. */
  onForeignOrigin(origin: string): void;
}

/**
 * Listens until the signal is aborted. `view` is the window around the frame: an element may be moved to another one, as a
 * panel is that pops out, and messages come there.
 */
export const listenToPortal = (observer: PortalObserver, view: Window, signal: AbortSignal): void => {
  const onMessage = (event: MessageEvent<unknown>) => {
    const expected = observer.getWindow();
    // Both are null once their frame is gone, and null === null would let a stranger in.
    if (!expected || event.source !== expected) return;
    if (!observer.allows(event.origin)) return observer.onForeignOrigin(event.origin);
    const message = parsePortalMessage(event.data);
    if (message) observer.onMessage(message);
  };
  listen(view, ['message'], onMessage, signal);
};
