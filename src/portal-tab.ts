/**
 * Opens the portal in a new tab, or in place of the page. It knows windows, and nothing of where the link comes from.
 *
 * The tab is opened inside the click and gets its address later: browsers block a tab that is opened after an
 * `await` of more than a few seconds.
 */
import { createElement } from './host-page.js';

/**
 * Sends the anchor's window to the link. By an anchor, because it has a referrer policy of its own. With the page's, the
 * portal could learn the page's whole address.
 */
export const goTo = (link: URL, anchor = createElement('a')): void => {
  anchor.href = link.href;
  anchor.referrerPolicy = 'strict-origin';
  anchor.target = '_self';
  anchor.click();
};

/** What stands in for a window may throw at everything. */
const closeTab = (tab: Window | null): void => {
  try {
    tab?.close();
  } catch {
    // It was no window.
  }
};

/** Whether the tab still is as it was opened: a person may have gone somewhere else in it while it waited. */
const isUntouched = (tab: Window): boolean => {
  try {
    // A stand-in for a window, as tests and extensions give it, has no address.
    return !tab.closed && (tab.window !== tab || tab.document.URL === 'about:blank');
  } catch {
    return false;
  }
};

/** Opens a tab that says what it waits for; null if the browser gives none that can be used. */
const openEmptyTab = (waitingText: string): Window | null => {
  let tab: Window | null = null;
  try {
    // Without 'noopener': with it, window.open returns null even on success.
    tab = window.open();
    if (!tab?.location || tab.closed) return null;
    tab.opener = null;
    tab.document.title = tab.document.body.textContent = waitingText;
    return tab;
  } catch {
    // A sandboxed page cannot reach its own tab, and an extension may give something that is none.
    closeTab(tab);
    return null;
  }
};

const sendTab = (tab: Window, link: URL): void => {
  if (!isUntouched(tab)) return;
  // A stand-in has no document.
  if (tab.window !== tab) return tab.location.replace(link);
  // From within, and not by a name: a browser looks among the page's own frames first, and a stranger's frame of that name
  // would get the link. WebKit and sandboxed pages find no tab by its name whose opener was cut.
  goTo(link, tab.document.createElement('a'));
};

/**
 * Opens an empty tab, then sends it to the link that `withLink` hands over. Resolves with whether the browser blocked the
 * tab; no link is asked for then. Rejects with what `withLink` rejects with, and closes the tab.
 */
export const openPortalTab = async (
  withLink: (use: (link: URL) => void) => Promise<void>,
  waitingText: string,
): Promise<boolean> => {
  const tab = openEmptyTab(waitingText);
  if (!tab) return true;
  try {
    await withLink((link) => sendTab(tab, link));
  } catch (error) {
    if (isUntouched(tab)) closeTab(tab);
    throw error;
  }
  return false;
};
