/** Replaces `window.open` until the test ends, and records what happens to each new tab. */
import { until } from './backend.ts';
import { stub } from './conditions.ts';

/** The part of a window that the element uses. */
class RecordedTab {
  readonly log: string[];
  closed = false;
  readonly document = { title: '', body: { textContent: '' } };
  readonly location = {
    replace: (link: string | URL) => {
      this.log.push(`goes to ${String(link)}`, `opener is ${this.opener === null ? 'cut' : 'there'}`);
    },
  };
  opener: unknown = window;

  constructor(log: string[]) {
    this.log = log;
  }

  close(): void {
    this.closed = true;
    this.log.push('closes');
  }
}

/** The tabs that open from now on, a log of what happens to them, and the arguments of `window.open`. */
export function recordTabs({ blocked = false } = {}) {
  const log: string[] = [];
  const tabs: RecordedTab[] = [];
  const calls: unknown[][] = [];
  stub(window, 'open', (...call: unknown[]) => {
    calls.push(call);
    log.push('opens');
    if (blocked) return null;
    tabs.push(new RecordedTab(log));
    return tabs.at(-1);
  });
  /** Waits until so many tabs have been sent to a link. */
  const navigated = (count = 1) =>
    until(`${count} tabs go to a link`, () => log.filter((entry) => entry.startsWith('goes to ')).length >= count);
  const closed = () => until('a tab closes', () => log.includes('closes'));
  return { log, tabs, calls, navigated, closed };
}
