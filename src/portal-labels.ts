/** The visible texts for IT admins, in English. `languages/` has translations. The host page overrides texts with `labels`. */
import type { PortalErrorCode } from './portal-error.js';

/**
 * Every visible text, by key. A panel shows the text whose key is the error's code, else `failed`. In a text of two lines,
 * the first line is the heading.
 */
export type PortalLabels = Record<
  | 'title'
  | 'loading'
  | 'launch'
  | 'retry'
  | 'restart'
  | 'open'
  | 'renew'
  | 'endsSoon'
  | 'expired'
  | 'offline'
  | 'popupBlocked'
  | 'failed'
  | 'code',
  string
> &
  Partial<Record<PortalErrorCode, string>>;

/** `{time}` stands for the time of day, `{code}` for the error's code and status. */
export const englishLabels = {
  title: 'Admin portal',
  loading: 'Loading the admin portal…',
  launch: 'Open the admin portal',
  retry: 'Try again',
  restart: 'Start a new session',
  open: 'Open in a new tab',
  renew: 'Renew now',
  endsSoon: 'Your session ends at {time}. Save your changes.',
  expired: 'Your session has ended\nStart a new session or reload this page to continue.',
  offline: 'You are offline\nThe admin portal opens as soon as you are online again.',
  popupBlocked: 'Your browser blocked the new tab\nAllow pop-ups for this page, then try again.',
  failed: 'The admin portal could not be opened\nTry again. If the problem continues, contact support.',
  code: 'Error code: {code}',
  ENDPOINT_UNREACHABLE: 'The admin portal could not be reached\nCheck your connection, then try again.',
  ENDPOINT_UNAUTHORIZED: 'You do not have access to the admin portal\nSign in again, or ask for permission.',
  PORTAL_BLOCKED: 'The admin portal cannot be shown on this page\nOpen it in a new tab.',
  PORTAL_LOAD_TIMEOUT: 'The admin portal is not responding\nIf it does not appear, open it in a new tab.',
  REFRESH_LIMIT_REACHED:
    'Your session keeps ending\nYour browser may block cookies. Open the admin portal in a new tab.',
} satisfies PortalLabels;

/** The complete texts of a language: it must have every key of the English texts. */
export type CompleteLabels = typeof englishLabels;

/**
 * All texts, converted to strings: Lit would render an object with the shape of a template as one. Null and undefined are
 * skipped: frameworks set them where they have no value.
 */
export const completeLabels = (
  own: Partial<PortalLabels> | null | undefined,
  ofLanguage?: PortalLabels,
): PortalLabels => {
  const labels: Record<string, string> = { ...englishLabels, ...ofLanguage };
  for (const [key, text] of Object.entries<number | string | null | undefined>(own ?? {})) {
    if (text != null) labels[key] = String(text);
  }
  return labels as PortalLabels;
};
