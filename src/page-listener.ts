/**
 * What the host page goes through that matters to a portal: somebody looks at it, it comes online, its policy blocks a
 * frame. One subscription for all of it. This file knows the page's state and its events, and nothing of portals.
 */
import { fromDocument, listen } from './host-page.js';

/** What to do about the page's events. */
export interface PageObserver {
  /** Somebody looks at the page: it is visible again, or no longer prerendered. */
  onVisible(): void;
  /** The browser is online again. */
  onOnline(): void;
  /** The page's own policy (CSP `frame-src`) blocked a frame. Some engines report its whole URL, some its origin. */
  onFrameBlocked(blockedUrl: string): void;
}

/** How Turbo and Turbolinks 5 mark the page. */
const PREVIEW = '[data-turbo-preview], [data-turbolinks-preview]';

/**
 * Whether the page is a rehearsal that perhaps nobody will ever see: the browser prerenders it (speculation rules), or
 * Turbo shows a cached preview of it while the page itself is on its way.
 */
export const isPagePreview = (): boolean =>
  (document as { prerendering?: unknown }).prerendering === true || fromDocument('documentElement').matches(PREVIEW);

/** Whether somebody can see the page. */
export const isPageVisible = (): boolean => {
  const { visibilityState } = document as { visibilityState: unknown };
  // An element with that name is no text. jsdom says "prerender", and nobody waits for it to be visible.
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
