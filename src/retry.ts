/**
 * Retries with exponential back-off and full jitter, and obeys `Retry-After`. It uses neither `fetch` nor browser APIs.
 *
 * Source of the jitter: "Exponential Backoff And Jitter", AWS Architecture Blog.
 */
import type { PortalError } from './portal-error.js';

const ATTEMPTS = 4;
/** ms; doubles with each further attempt. */
const FIRST_DELAY = 500;
/** ms; with a longer delay, the person would wait more than a minute without any message. */
const LONGEST_RETRY_AFTER = 60_000;

/** Reads a `Retry-After` header (RFC 9110 section 10.2.3: seconds or a date). Returns ms; 0 if it is missing or not readable. */
export const parseRetryAfter = (header: string | null): number => {
  const seconds = Number(header);
  const ms = isNaN(seconds) ? Date.parse(header ?? '') - Date.now() : seconds * 1000;
  return Math.min(Math.max(ms || 0, 0), LONGEST_RETRY_AFTER);
};

/** `AbortSignal.throwIfAborted()`, which some browsers lack. */
export const throwIfAborted = ({ aborted, reason }: AbortSignal): void => {
  if (aborted) throw reason as Error;
};

/** Resolves after `ms` milliseconds; rejects with the signal's reason as soon as it is aborted. */
export const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    });
  });

/**
 * Makes up to `attempts` attempts, each of which may reject with a `PortalError`. Rejects with the error of the last attempt,
 * or with the signal's reason.
 */
export const withRetry = async <T>(attempt: () => Promise<T>, signal: AbortSignal, attempts = ATTEMPTS): Promise<T> => {
  for (let made = 1; ; made++) {
    try {
      return await attempt();
    } catch (error) {
      const { code, retryable, retryAfter = 0 } = error as PortalError;
      // An attempt that exceeded the time limit is not repeated. The person has waited 15 s, and the endpoint may have
      // minted a link. A panel with a button is better than another minute without a message.
      if (!retryable || code === 'ENDPOINT_TIMEOUT' || made === attempts || signal.aborted) throw error;
      // The jitter is added to Retry-After and grows with it. Otherwise all pages that got the same value would send their
      // next request at the same moment.
      const delay = retryAfter + Math.random() * (retryAfter + FIRST_DELAY * 2 ** (made - 1));
      await pause(delay, signal);
    }
  }
};
