/**
 * What the host page goes through that matters to a portal: it becomes visible, it comes online, its policy blocks a
 * frame. One subscription for all of it. This file knows `document`, `window` and `navigator`, and nothing of portals.
 */

/** What to do about the page's events. */
export interface PageObserver {
  /** Somebody looks at the page again. */
  onVisible(): void;
  /** The browser is online again. */
  onOnline(): void;
  /** The page's own policy (CSP `frame-src`) blocked a frame. Some engines report its whole URL, some its origin. */
  onFrameBlocked(blockedUrl: string): void;
}

/** Whether somebody can see the page and the browser is online. */
export const isPageAttended = (): boolean => document.visibilityState === 'visible' && navigator.onLine;

/** Listens until the signal is aborted. */
export const listenToPage = (observer: PageObserver, signal: AbortSignal): void => {
  const options = { signal };
  document.addEventListener(
    'visibilitychange',
    () => {
      if (document.visibilityState === 'visible') observer.onVisible();
    },
    options,
  );
  window.addEventListener('online', () => observer.onOnline(), options);
  document.addEventListener(
    'securitypolicyviolation',
    ({ disposition, effectiveDirective, blockedURI }) => {
      if (disposition === 'enforce' && effectiveDirective === 'frame-src') observer.onFrameBlocked(blockedURI);
    },
    options,
  );
};
