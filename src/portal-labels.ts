/** The words that people see, for IT admins, in English; `languages/` has others. The host page replaces any of them by `labels`. */
import type { PortalErrorCode } from './portal-error.js';

/**
 * Every visible word, by key. A panel shows the text that has its error's code as key, else `failed`. In a text of two
 * lines, the first one is the heading.
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

/** The words of a language in full: no key may be missing that English has. */
export type CompleteLabels = typeof englishLabels;

/**
 * All words, as text: Lit renders an object of a certain shape as a template. A framework may set null or undefined where it
 * has no value.
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
