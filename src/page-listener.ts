/**
 * The events of the host page that matter to a portal: it becomes visible, the browser comes online, its policy blocks a
 * frame. One subscription covers them all. This file knows the page's state and events, and nothing about portals.
 */
import { fromDocument, listen } from './host-page.js';

/** Callbacks for the page's events. */
export interface PageObserver {
  /** The page is visible again, or no longer prerendered. */
  onVisible(): void;
  /** The browser is online again. */
  onOnline(): void;
  /** The page's own policy (CSP `frame-src`) blocked a frame. Some engines report its whole URL, some its origin. */
  onFrameBlocked(blockedUrl: string): void;
}

/** How Turbo and Turbolinks 5 mark the page. */
const PREVIEW = '[data-turbo-preview], [data-turbolinks-preview]';

/**
 * Whether the page may never be visited: the browser prerenders it (speculation rules), or Turbo shows a cached preview
 * while it loads the page.
 */
export const isPagePreview = (): boolean =>
  (document as { prerendering?: unknown }).prerendering === true || fromDocument('documentElement').matches(PREVIEW);

/** Whether the page is visible. */
export const isPageVisible = (): boolean => {
  const { visibilityState } = document as { visibilityState: unknown };
  // A named element may shadow the property. jsdom reports "prerender" and never becomes visible, so that counts as visible.
  return (typeof visibilityState === 'string' ? visibilityState : fromDocument('visibilityState')) !== 'hidden';
};

/** Listens until the signal is aborted. */
export const listenToPage = (observer: PageObserver, signal: AbortSignal): void => {
  const onVisibility = () => {
    if (isPageVisible()) observer.onVisible();
  };
  const onViolation = ({ disposition, effectiveDirective, blockedURI }: SecurityPolicyViolationEvent) => {
    if (disposition === 'enforce' && effectiveDirective === 'frame-src') observer.onFrameBlocked(blockedURI);
  };
  listen(document, ['visibilitychange', 'prerenderingchange'], onVisibility, signal);
  listen(window, ['online'], () => observer.onOnline(), signal);
  listen(document, ['securitypolicyviolation'], onViolation, signal);
};
