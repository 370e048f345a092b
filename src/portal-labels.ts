/** The words that people see, for IT admins, in English. The host page replaces any of them by `labels`. */
import type { PortalErrorCode } from './portal-error.js';

/** Every visible word, by key. A panel shows the text that has its error's code as key, else `failed`. */
export type PortalLabels = Record<
  'loading' | 'launch' | 'retry' | 'open' | 'renew' | 'endsSoon' | 'expired' | 'offline' | 'popupBlocked' | 'failed',
  string
> &
  Partial<Record<PortalErrorCode, string>>;

/** `{time}` stands for the time of day. */
export const englishLabels: PortalLabels = {
  loading: 'Loading the admin portal…',
  launch: 'Open the admin portal',
  retry: 'Try again',
  open: 'Open in a new tab',
  renew: 'Renew now',
  endsSoon: 'Your session ends at {time}. Save your changes.',
  expired: 'Your session has ended. Reload this page.',
  offline: 'You are offline.',
  popupBlocked: 'Your browser blocked the new tab.',
  failed: 'The admin portal cannot be opened. Try again, or contact support:',
  ENDPOINT_UNREACHABLE: 'The admin portal cannot be reached. Check your connection.',
  ENDPOINT_UNAUTHORIZED: 'You are not signed in, or not allowed here.',
  PORTAL_BLOCKED: 'The admin portal cannot show here. Open it in a new tab.',
  PORTAL_LOAD_TIMEOUT: 'The admin portal does not answer. If it does not show, open it in a new tab.',
  REFRESH_LIMIT_REACHED: 'Your browser may block the cookies of the admin portal. Open it in a new tab.',
};

/**
 * All words, as text: Lit renders an object of a certain shape as a template. A framework may set null or undefined where it
 * has no value.
 */
export const completeLabels = (own: Partial<PortalLabels> | null | undefined): PortalLabels => {
  const labels: Record<string, string> = { ...englishLabels };
  for (const [key, text] of Object.entries<number | string | null | undefined>(own ?? {})) {
    if (text != null) labels[key] = String(text);
  }
  return labels as PortalLabels;
};
