/** New tabs that nobody sees: `window.open` is replaced until the test ends, and what happens to each is written down. */
import { substitute } from './conditions.ts';

/** What `window.open` returns, as far as the element may use it. */
class RecordedTab {
  readonly story: string[];
  closed = false;
  readonly document = { title: '', body: { textContent: '' } };
  readonly location = {
    replace: (link: string | URL) => {
      this.story.push(`goes to ${String(link)}`, `opener is ${this.opener === null ? 'cut' : 'there'}`);
    },
  };
  opener: unknown = window;

  constructor(story: string[]) {
    this.story = story;
  }

  close(): void {
    this.closed = true;
    this.story.push('closes');
  }
}

/** The tabs that are opened from now on, what happens in order, and what `window.open` is called with. */
export function recordTabs(blocks = false) {
  const story: string[] = [];
  const tabs: RecordedTab[] = [];
  const calls: unknown[][] = [];
  substitute(window, 'open', (...call: unknown[]) => {
    calls.push(call);
    story.push('opens');
    if (blocks) return null;
    tabs.push(new RecordedTab(story));
    return tabs.at(-1);
  });
  return { story, tabs, calls };
}
