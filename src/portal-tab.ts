/**
 * Opens the portal in a new tab, or in place of the page. It knows windows, and nothing about the source of the link.
 *
 * The tab opens inside the click handler and gets its address later: browsers block a tab that opens after an `await` of
 * more than a few seconds.
 */
import { createElement } from './host-page.js';

/**
 * Navigates the anchor's window to the link. An anchor has its own referrer policy. With the page's policy, the portal
 * could learn the page's whole address.
 */
export const goTo = (link: URL, anchor = createElement('a')): void => {
  anchor.href = link.href;
  anchor.referrerPolicy = 'strict-origin';
  anchor.target = '_self';
  anchor.click();
};

/** A stand-in for a window may throw on any access. */
const closeTab = (tab: Window | null): void => {
  try {
    tab?.close();
  } catch {
    // It was not a window.
  }
};

/** Whether the tab still shows its empty page. The person may have navigated it while it waited. */
const isUntouched = (tab: Window): boolean => {
  try {
    // A stand-in for a window, as tests and extensions provide it, has no address.
    return !tab.closed && (tab.window !== tab || tab.document.URL === 'about:blank');
  } catch {
    return false;
  }
};

/** Opens a tab with a text that tells to wait. Null if the browser gives no usable tab. */
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
    // A sandboxed page cannot access its own tab, and an extension may return something that is not a window.
    closeTab(tab);
    return null;
  }
};

const sendTab = (tab: Window, link: URL): void => {
  if (!isUntouched(tab)) return;
  // A stand-in has no document.
  if (tab.window !== tab) return tab.location.replace(link);
  // With an anchor inside the tab, not by a target name: browsers look for that name among the page's frames first, and
  // another site's frame with that name would get the link. WebKit and sandboxed pages find no tab by name once its `opener`
  // is null.
  goTo(link, tab.document.createElement('a'));
};

/**
 * Opens an empty tab, then navigates it to the link from `withLink`. Resolves with whether the browser blocked the tab; in
 * that case no link is requested. If `withLink` rejects, closes the tab and rejects with the same error.
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
