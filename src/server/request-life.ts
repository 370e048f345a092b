/** Ends the work for a request when the client leaves or the time is up. One signal covers both. */
import { MintFailure } from './mint-failure.js';

/** The client has left. Nobody reads the answer, so this is not a failure. */
export class ClientLeft extends Error {
  override readonly name = 'AbortError';
}

/**
 * Runs the work, and stops waiting for it when the client leaves or after `timeLimit` ms. Meanwhile, `request.signal` is the
 * signal that is aborted then.
 *
 * @throws ClientLeft, or a MintFailure when the time is up.
 */
export const duringLifeOf = async <T>(
  request: Request,
  timeLimit: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> => {
  const controller = new AbortController();
  const { signal } = controller;
  // Some platforms have no `request.signal`. From Node 20.3 on, `AbortSignal.any` can replace this code.
  const client = request.signal as AbortSignal | undefined;
  const leave = (): void => controller.abort(new ClientLeft('The client has left.'));
  if (client?.aborted) throw new ClientLeft('The client has left.');
  client?.addEventListener('abort', leave);
  const end = (): void => controller.abort(new MintFailure(`mint took more than ${timeLimit} ms.`));
  const timer = timeLimit === Infinity ? undefined : setTimeout(end, timeLimit);
  const ended = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
  // A new Request would lose what frameworks add to theirs (Next's `cookies`, Workers' `cf`) and use up the body.
  Reflect.defineProperty(request, 'signal', { value: signal, configurable: true });
  try {
    return await Promise.race([work(signal), ended]);
  } finally {
    clearTimeout(timer);
    client?.removeEventListener('abort', leave);
  }
};
