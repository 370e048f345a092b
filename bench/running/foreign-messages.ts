/** What it costs the page that a stranger's frame sends it messages, which the element hears and drops. */
import type { Page } from 'puppeteer-core';
import { loadSuccess } from '../../test/tools/sample-messages.ts';
import { median, spreadText } from '../tools/spread.ts';
import type { Table } from '../tools/table.ts';
import type { OpenPage, TestBed } from '../tools/test-bed.ts';

const MESSAGES = 10_000;
const ROUNDS = 8;

/** What listens on the page. */
interface Variant {
  readonly what: string;
  readonly elements: number;
  readonly bareListeners: number;
}

const VARIANTS: readonly Variant[] = [
  { what: 'nothing', elements: 0, bareListeners: 0 },
  { what: 'a bare listener, `() => {}`', elements: 0, bareListeners: 1 },
  { what: 'one element', elements: 1, bareListeners: 0 },
  { what: 'ten elements', elements: 10, bareListeners: 0 },
  { what: 'ten bare listeners', elements: 0, bareListeners: 10 },
];

async function prepare(bed: TestBed, { elements, bareListeners }: Variant): Promise<OpenPage> {
  const opened = await bed.open('scalekit-admin-portal.js');
  const { endpoint } = await bed.backend();
  await opened.page.evaluate(
    async (count, bare, url, stranger) => {
      for (let index = 0; index < bare; index++) addEventListener('message', () => undefined);
      for (let index = 0; index < count; index++) {
        const element = document.createElement('scalekit-admin-portal');
        const ready = new Promise((resolve) => element.addEventListener('portal-load-success', resolve));
        element.endpoint = url;
        document.body.append(element);
        await ready;
      }
      const frame = document.createElement('iframe');
      const loaded = new Promise((resolve) => frame.addEventListener('load', resolve));
      frame.id = 'stranger';
      frame.src = stranger;
      document.body.append(frame);
      await loaded;
    },
    elements,
    bareListeners,
    endpoint,
    `${bed.foreignOrigin}/stranger`,
  );
  await opened.cdp.send('Performance.enable');
  return opened;
}

/** Has the stranger send its messages, and waits until the last has been sent. */
const sendAll = (page: Page): Promise<void> =>
  page.evaluate(
    async (count, message) => {
      const frame = document.querySelector<HTMLIFrameElement>('#stranger')!;
      const { port1, port2 } = new MessageChannel();
      const done = new Promise((resolve) => (port1.onmessage = resolve));
      frame.contentWindow!.postMessage({ count, message }, '*', [port2]);
      await done;
    },
    MESSAGES,
    loadSuccess(),
  );

/** Seconds that the main thread was busy since the page was opened, and seconds of these in scripts. */
async function busy({ cdp }: OpenPage): Promise<{ tasks: number; scripts: number }> {
  const { metrics } = await cdp.send('Performance.getMetrics');
  const valueOf = (wanted: string) => metrics.find(({ name }) => name === wanted)!.value;
  return { tasks: valueOf('TaskDuration'), scripts: valueOf('ScriptDuration') };
}

/** µs of scripts and of all tasks for each message. */
async function measure(opened: OpenPage): Promise<{ tasks: number; scripts: number }> {
  const before = await busy(opened);
  await sendAll(opened.page);
  // The word that it is done may overtake the messages themselves.
  for (let last = NaN, now = await busy(opened); !(now.tasks - last < 0.002);) {
    last = now.tasks;
    await new Promise((resolve) => setTimeout(resolve, 50));
    now = await busy(opened);
  }
  const after = await busy(opened);
  const each = (start: number, end: number) => ((end - start) * 1e6) / MESSAGES;
  return { tasks: each(before.tasks, after.tasks), scripts: each(before.scripts, after.scripts) };
}

/**
 * ns that the listeners alone take for one message: the same event is dispatched in the page again and again, with the
 * stranger as its source, and nothing of a browser's delivery is in it.
 */
const dispatchAll = ({ page }: OpenPage, origin: string): Promise<number> =>
  page.evaluate(
    (count, sender, data) => {
      const frame = document.querySelector<HTMLIFrameElement>('#stranger')!;
      const event = new MessageEvent('message', { source: frame.contentWindow, origin: sender, data });
      const start = performance.now();
      for (let index = 0; index < count; index++) dispatchEvent(event);
      return ((performance.now() - start) * 1e6) / count;
    },
    MESSAGES,
    origin,
    loadSuccess(),
  );

export async function foreignMessagesTable(bed: TestBed): Promise<Table> {
  const measured = [];
  for (const variant of VARIANTS) {
    const opened = await prepare(bed, variant);
    measured.push({ ...variant, opened, tasks: [] as number[], scripts: [] as number[], listeners: [] as number[] });
  }
  for (let round = 0; round < ROUNDS; round++) {
    for (const { opened, tasks, scripts, listeners } of measured) {
      // A page that nobody sees runs slower.
      await opened.page.bringToFront();
      const time = await measure(opened);
      tasks.push(time.tasks);
      scripts.push(time.scripts);
      listeners.push(await dispatchAll(opened, bed.foreignOrigin));
    }
  }
  for (const { opened } of measured) await opened.page.close();
  const [none, bare] = measured.map(({ listeners }) => median(listeners)) as [number, number];
  return {
    title: 'Messages of a stranger: what each costs the main thread',
    note:
      `A frame of another origin posts ${MESSAGES.toLocaleString('en')} messages, each what the portal would say. Median, ` +
      `10th and 90th percentile of ${ROUNDS} rounds, the variants by turns. All tasks: delivery by the browser included. ` +
      'Listeners alone: the same event dispatched in the page; the last column compares that, without what an event costs ' +
      'that nobody hears.',
    columns: ['what listens', 'all tasks, µs', 'scripts, µs', 'listeners alone, ns', 'beside a bare listener'],
    rows: measured.map(({ what, tasks, scripts, listeners }) => [
      what,
      spreadText(tasks),
      spreadText(scripts, 2),
      spreadText(listeners, 0),
      ((median(listeners) - none) / (bare - none)).toFixed(1),
    ]),
  };
}
