/**
 * Conditions that a test page cannot bring about for real: a hidden page, a lost connection, another time of day, a
 * timer that is due. All of them end with the test.
 */
import { HeldTimers, replace } from './portal-harness.ts';

const restores: (() => void)[] = [];

afterEach(() => {
  for (const restore of restores.splice(0).reverse()) restore();
});

/** Replaces a property until the test ends. */
export function substitute<T extends object>(object: T, property: keyof T, value: unknown): void {
  restores.push(replace(object, property, value));
}

export function setVisible(visible: boolean): void {
  substitute(document, 'visibilityState', visible ? 'visible' : 'hidden');
  document.dispatchEvent(new Event('visibilitychange'));
}

export function setOnline(online: boolean): void {
  substitute(navigator, 'onLine', online);
  window.dispatchEvent(new Event(online ? 'online' : 'offline'));
}

/** Moves the clock on the wall; timers and the performance clock run as before. */
export function moveClock(ms: number): void {
  const now = Date.now() + ms;
  const start = performance.now();
  substitute(Date, 'now', () => now + performance.now() - start);
}

/** Collects warnings in place of the console. */
export function catchWarnings(): string[] {
  const warnings: string[] = [];
  substitute(console, 'warn', (...words: unknown[]) => warnings.push(words.join(' ')));
  return warnings;
}

/** What is thrown while a message is handled has no caller: only the window hears of it. */
export function catchErrors(): string[] {
  const errors: string[] = [];
  const listener = (event: ErrorEvent) => errors.push(event.message);
  window.addEventListener('error', listener);
  restores.push(() => window.removeEventListener('error', listener));
  return errors;
}

/** Holds back the timers that ask for at least so many ms, until the test ends. */
export function holdTimers(shortest: number): HeldTimers {
  const timers = new HeldTimers(shortest);
  restores.push(() => timers.restore());
  return timers;
}
