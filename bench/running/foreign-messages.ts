/** The cost of messages from a foreign frame, which the element receives and ignores. */
import type { Page } from 'puppeteer-core';
import { loadSuccess } from '../../test/tools/sample-messages.ts';
import { median, spreadText } from '../tools/spread.ts';
import type { Table } from '../tools/table.ts';
import type { OpenPage, TestBed } from '../tools/test-bed.ts';

const MESSAGES = 10_000;
const ROUNDS = 8;

/** The listeners on the page. */
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

/** Makes the foreign frame send its messages, and waits until it has sent the last one. */
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

/** The seconds that the main thread was busy since the page was opened, in all and in scripts. */
async function busy({ cdp }: OpenPage): Promise<{ tasks: number; scripts: number }> {
  const { metrics } = await cdp.send('Performance.getMetrics');
  const valueOf = (wanted: string) => metrics.find(({ name }) => name === wanted)!.value;
  return { tasks: valueOf('TaskDuration'), scripts: valueOf('ScriptDuration') };
}

/** µs per message, of scripts and of all tasks. */
async function measure(opened: OpenPage): Promise<{ tasks: number; scripts: number }> {
  const before = await busy(opened);
  await sendAll(opened.page);
  // The report that all are sent may arrive before the messages.
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
 * ns of the listeners per message, without the browser's delivery: the page dispatches the same event repeatedly, with the
 * foreign frame as its source.
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
      // Hidden pages run slower.
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
    title: 'Messages of a foreign frame: cost of each on the main thread',
    note:
      `A frame of another origin posts ${MESSAGES.toLocaleString('en')} messages with the content of a portal's message. Median, ` +
      `10th and 90th percentile of ${ROUNDS} rounds, the variants in turn. All tasks: includes the delivery by the browser. ` +
      'Listeners alone: the page dispatches the same event itself. The last column compares these values, without the cost of ' +
      'an event that has no listener.',
    columns: ['listeners', 'all tasks, µs', 'scripts, µs', 'listeners alone, ns', 'relative to a bare listener'],
    rows: measured.map(({ what, tasks, scripts, listeners }) => [
      what,
      spreadText(tasks),
      spreadText(scripts, 2),
      spreadText(listeners, 0),
      ((median(listeners) - none) / (bare - none)).toFixed(1),
    ]),
  };
}
