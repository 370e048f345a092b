/**
 * Decides which window messages come from the portal. It only knows windows.
 *
 * The order of the checks matters: source, then origin, then data. `event.data` of any other sender is never read, because
 * Chromium deserialises it lazily and a hostile payload can freeze the page.
 */
import { listen } from './host-page.js';
import { parsePortalMessage, type ReceivedMessage } from './portal-messages.js';

/** Which sender counts as the portal, and the callbacks for its messages. */
export interface PortalObserver {
  /** The window of the current frame; null or undefined while there is none. */
  getWindow(): Window | null | undefined;
  /** Whether messages from this origin are accepted. */
  allows(origin: string): boolean;
  onMessage(message: ReceivedMessage): void;
  /** The frame sent a message from an origin that is not allowed. */
  onForeignOrigin(origin: string): void;
}

/**
 * Listens until the signal is aborted. `view` is the window around the frame, which receives the messages. It is not always
 * the global one: a page may move an element to another window, for example with a panel that pops out.
 */
export const listenToPortal = (observer: PortalObserver, view: Window, signal: AbortSignal): void => {
  const onMessage = (event: MessageEvent<unknown>) => {
    const expected = observer.getWindow();
    // Both are null once their frame is removed, and `null === null` would accept another sender's message.
    if (!expected || event.source !== expected) return;
    if (!observer.allows(event.origin)) return observer.onForeignOrigin(event.origin);
    const message = parsePortalMessage(event.data);
    if (message) observer.onMessage(message);
  };
  listen(view, ['message'], onMessage, signal);
};
