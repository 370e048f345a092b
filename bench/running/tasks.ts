/** The longest task on the main thread in every part of an element's life, with a CPU slowdown of 6. */
import type { CDPSession } from 'puppeteer-core';
import { sessionExpiry, sessionWarning, ssoEnabled } from '../../test/tools/sample-messages.ts';
import { spreadText } from '../tools/spread.ts';
import type { Table } from '../tools/table.ts';
import type { TestBed } from '../tools/test-bed.ts';
import { launchQuietly, Tab } from '../time-to-portal/tab.ts';
import { isWithin, ms, traceOf, type TraceEvent } from './trace.ts';

const LIVES = 10;
const SLOWDOWN = 6;

const PARTS = [
  'script',
  'first render and link',
  'message',
  'notice',
  'expiry and refresh',
  'error panel',
  'removal',
  'empty script',
  'a frame, added by hand',
] as const;
type Part = (typeof PARTS)[number];

type Messages = Readonly<Record<'message' | 'notice' | 'expiry and refresh', unknown>>;

/** Runs one life of an element in the page. The start of each part leaves a mark in the trace. */
const live = async (good: string, bad: string, messages: Messages) => {
  const pause = () => new Promise((resolve) => setTimeout(resolve, 150));
  // In a separate task, without any work of the tool that drives the page.
  const begin = async (part: string, action: () => void) => {
    await pause();
    await new Promise<void>((resolve) =>
      setTimeout(() => {
        console.timeStamp(part);
        action();
        resolve();
      }),
    );
  };
  let element: HTMLElementTagNameMap['scalekit-admin-portal'] | undefined;
  const event = (name: string) => new Promise((resolve) => element!.addEventListener(name, resolve, { once: true }));
  const post = (message: unknown) =>
    element!.shadowRoot!.querySelector('iframe')!.contentWindow!.postMessage({ command: 'post', message }, '*');

  await begin('first render and link', () => {
    element = document.createElement('scalekit-admin-portal');
    element.endpoint = good;
    document.body.append(element);
  });
  await event('portal-load-success');
  for (const [part, message] of Object.entries(messages)) {
    const shown = event(part === 'expiry and refresh' ? 'portal-load-success' : 'portal-message');
    await begin(part, () => post(message));
    await shown;
  }
  const failed = event('portal-error');
  await begin('error panel', () => (element!.endpoint = bad));
  await failed;
  await begin('removal', () => element!.remove());
  await pause();
};

/** The minimum of any host page: the same frame in an otherwise empty page. */
const addFrame = async (url: string) => {
  const pause = () => new Promise((resolve) => setTimeout(resolve, 150));
  await pause();
  await new Promise((resolve) =>
    setTimeout(() => {
      console.timeStamp('a frame, added by hand');
      const frame = document.createElement('iframe');
      frame.addEventListener('load', resolve);
      frame.src = url;
      document.body.append(frame);
    }),
  );
  await pause();
};

/** The longest task that runs a script, in ms, for each part with a mark in the trace. `first` is the part before the first mark. */
function longestTasks(events: readonly TraceEvent[], first: Part): Partial<Record<Part, number>> {
  const marks = events
    .filter(({ name, args }) => name === 'TimeStamp' && PARTS.includes(args?.data?.message as Part))
    .sort((a, b) => a.ts - b.ts);
  const [mark] = marks;
  if (!mark) throw new Error('the trace has no marks');
  const onThread = events.filter(({ pid, tid }) => pid === mark.pid && tid === mark.tid);
  const scripts = onThread.filter(({ name }) => /^(EvaluateScript|FunctionCall|RunMicrotasks|TimeStamp)$/.test(name));
  const tasks = onThread.filter((task) => task.name === 'RunTask' && scripts.some((script) => isWithin(script, task)));
  const longest: Partial<Record<Part, number>> = {};
  for (const task of tasks) {
    // The mark is in the first task of its part.
    const last = marks.findLast(({ ts }) => ts <= task.ts + (task.dur ?? 0));
    const part = (last?.args?.data?.message ?? first) as Part;
    longest[part] = Math.max(longest[part] ?? 0, ms(task));
  }
  return longest;
}

/** Runs a function in a new tab with this script. The separate context has a new process with cold caches, as for a visitor. */
async function inNewTab(session: CDPSession, url: string, script: string): Promise<TraceEvent[]> {
  return traceOf(session, async () => {
    const tab = await Tab.open(session, SLOWDOWN);
    await tab.go(url);
    await tab.evaluate(
      `new Promise((resolve) => document.readyState === 'complete' ? resolve() : addEventListener('load', resolve))` +
        `.then(() => new Promise((resolve) => setTimeout(resolve, 100))).then(() => (${script}))`,
    );
    await tab.close();
  });
}

export async function tasksTable(bed: TestBed): Promise<Table> {
  const measured = PARTS.map((part) => ({ part, times: [] as number[] }));
  const browser = await launchQuietly();
  const session = await browser.target().createCDPSession();
  for (let count = 0; count < LIVES; count++) {
    const [good, bad] = await Promise.all([bed.backend(), bed.backend([{ status: 400 }])]);
    const messages = {
      message: ssoEnabled(),
      notice: sessionWarning(),
      'expiry and refresh': sessionExpiry(),
    };
    const values = [good.endpoint, bad.endpoint, messages].map((value) => JSON.stringify(value)).join(', ');
    const ours = await inNewTab(session, bed.pageUrl('scalekit-admin-portal.js'), `(${live.toString()})(${values})`);
    const theirs = await inNewTab(
      session,
      bed.pageUrl('nothing.js'),
      `(${addFrame.toString()})(${JSON.stringify(`${bed.foreignOrigin}/`)})`,
    );
    const longest = { ...longestTasks(ours, 'script'), ...longestTasks(theirs, 'empty script') };
    for (const { part, times } of measured) {
      const time = longest[part];
      if (time === undefined) throw new Error(`the trace has no task of the part "${part}"`);
      times.push(time);
    }
  }
  await browser.close();
  return {
    title: `The longest task that runs a script, in ms, at ${SLOWDOWN}× throttling`,
    note:
      `Median, 10th and 90th percentile of ${LIVES} lives, and the longest of all. The value is the CPU time of the whole task, ` +
      "including the browser's own work. The page only has the element and the few lines that drive it. " +
      'The last two parts are the cost of a page without the element: of an empty script, and of a frame of another origin.',
    columns: ['part of a life', 'longest task', 'of all lives'],
    rows: measured.map(({ part, times }) => [part, spreadText(times), Math.max(...times).toFixed(1)]),
  };
}
