/**
 * Opens the portal in a new tab. It knows `window.open` and nothing of where the link comes from.
 *
 * The tab is opened inside the click and gets its address later: browsers block a tab that is opened after an
 * `await` of more than a few seconds.
 */

/**
 * Opens an empty tab that says what it waits for, then sends it to the link that `withLink` hands over. Resolves with
 * whether the browser blocked the tab; no link is asked for then. Rejects with what `withLink` rejects with, and closes the
 * tab.
 */
export const openPortalTab = async (
  withLink: (use: (link: URL) => void) => Promise<void>,
  waitingText: string,
): Promise<boolean> => {
  // Without 'noopener': with it, window.open returns null even on success.
  const tab = window.open();
  if (!tab) return true;
  tab.opener = null;
  tab.document.title = tab.document.body.textContent = waitingText;
  try {
    await withLink((link) => tab.location.replace(link));
  } catch (error) {
    tab.close();
    throw error;
  }
  return false;
};
