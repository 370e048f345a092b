/**
 * When to try again: exponential back-off with full jitter, `Retry-After` obeyed. It knows no fetch and no browser.
 *
 * Source of the jitter: "Exponential Backoff And Jitter", AWS Architecture Blog.
 */
import type { PortalError } from './portal-error.js';

const ATTEMPTS = 4;
/** ms; doubled for each further attempt. */
const FIRST_DELAY = 500;
/** ms; a backend that asks for more than a minute would keep a person waiting without a word. */
const LONGEST_RETRY_AFTER = 60_000;

/** Reads a `Retry-After` header (RFC 9110 section 10.2.3: seconds or a date); returns ms, 0 if it says nothing. */
export const parseRetryAfter = (header: string | null): number => {
  const seconds = Number(header);
  const ms = isNaN(seconds) ? Date.parse(header ?? '') - Date.now() : seconds * 1000;
  return Math.min(Math.max(ms || 0, 0), LONGEST_RETRY_AFTER);
};

/** `AbortSignal.throwIfAborted()`, which not every browser has. */
export const throwIfAborted = ({ aborted, reason }: AbortSignal): void => {
  if (aborted) throw reason as Error;
};

/** Resolves after so many ms; rejects with the signal's reason as soon as it is aborted. */
export const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    });
  });

/**
 * Makes up to so many attempts, by default 4, each of which may reject with a `PortalError`. Rejects with the error of the last
 * one, or with the signal's reason.
 */
export const withRetry = async <T>(attempt: () => Promise<T>, signal: AbortSignal, attempts = ATTEMPTS): Promise<T> => {
  for (let made = 1; ; made++) {
    try {
      return await attempt();
    } catch (error) {
      const { code, retryable, retryAfter = 0 } = error as PortalError;
      // An attempt that ran into the time limit is not repeated: a person has waited 15 s by then, the endpoint may
      // have minted its link, and a panel with a button serves better than another silent minute.
      if (!retryable || code === 'ENDPOINT_TIMEOUT' || made === attempts || signal.aborted) throw error;
      // The jitter comes on top of Retry-After and grows with it: else all pages that were told "30" would return in the
      // same moment.
      const delay = retryAfter + Math.random() * (retryAfter + FIRST_DELAY * 2 ** (made - 1));
      await pause(delay, signal);
    }
  }
};
