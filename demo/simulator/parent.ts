/**
 * Tells when the program that started this one has gone, also by a signal that it could not hear: a simulator that lives
 * on keeps its port, and the next run of the tests finds it taken.
 */

import { fstatSync } from 'node:fs';

const POLL_MS = 500;
/** A pipe that is closed from the start (a shell's, a CI's) was never meant to say anything. */
const TOO_SOON_MS = 500;

function isPipe(): boolean {
  try {
    const input = fstatSync(0);
    return input.isFIFO() || input.isSocket();
  } catch {
    return false;
  }
}

/** Calls back once, and keeps nothing alive meanwhile. */
export function whenParentEnds(callback: () => void): void {
  const { stdin, ppid } = process;
  const end = (): void => {
    clearInterval(timer);
    stdin.destroy();
    callback();
  };
  // An orphan gets another parent. On Windows it keeps the number, and its standard input says so instead.
  const timer = setInterval(() => {
    if (process.ppid !== ppid) end();
  }, POLL_MS);
  timer.unref();
  if (!isPipe()) return;
  const started = performance.now();
  stdin.on('end', () => {
    if (performance.now() - started > TOO_SOON_MS) end();
  });
  stdin.on('error', () => undefined);
  stdin.resume();
  (stdin as unknown as { unref?(): void }).unref?.();
}
