/**
 * Detects that the program that started this one has ended, even if a signal killed it. Otherwise the simulator would keep
 * running and its port would be taken in the next test run.
 */

import { fstatSync } from 'node:fs';

const POLL_MS = 500;
/** Some shells and CI systems start programs with a closed pipe. So an end within this time has no meaning. */
const TOO_SOON_MS = 500;

function isPipe(): boolean {
  try {
    const input = fstatSync(0);
    return input.isFIFO() || input.isSocket();
  } catch {
    return false;
  }
}

/** Calls back once. Does not keep the process alive. */
export function whenParentEnds(callback: () => void): void {
  const { stdin, ppid } = process;
  const end = (): void => {
    clearInterval(timer);
    stdin.destroy();
    callback();
  };
  // An orphaned process gets another parent id. On Windows the id stays the same, and only the standard input ends.
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
