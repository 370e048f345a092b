/** Polling in Node. Tests that run in a page have the `until` of `backend.ts`. */
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Polls until `find` returns a value, and returns that value. A rejection counts as no value, because a page that is being
 * replaced cannot answer. `limit` is in ms; the default is long enough for a busy machine.
 */
export async function until<T>(name: string, find: () => Promise<T>, limit = 30_000): Promise<NonNullable<T>> {
  for (const end = Date.now() + limit; ;) {
    const value = await find().catch(() => null);
    if (value !== null && value !== undefined && value !== false) return value;
    if (Date.now() > end) throw new Error(`Timed out after ${limit} ms: ${name}`);
    await sleep(50);
  }
}
