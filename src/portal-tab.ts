/**
 * Opens the portal in a new tab. It knows `window.open` and nothing of where the link comes from.
 *
 * The tab is opened inside the click and gets its address later: browsers block a tab that is opened after an
 * `await` of more than a few seconds.
 */

/**
 * Opens an empty tab with a word of waiting in it, then sends it to the link that `ask` hands over. Resolves with false
 * if the browser blocked the tab, and asks for no link then. Rejects with what `ask` rejects with, and closes the tab.
 */
export const openPortalTab = async (
  ask: (use: (link: URL) => void) => Promise<void>,
  waiting: string,
): Promise<boolean> => {
  // Without 'noopener': with it, window.open returns null even on success.
  const tab = window.open();
  if (!tab) return false;
  tab.opener = null;
  tab.document.title = tab.document.body.textContent = waiting;
  try {
    await ask((link) => tab.location.replace(link));
  } catch (error) {
    tab.close();
    throw error;
  }
  return true;
};
