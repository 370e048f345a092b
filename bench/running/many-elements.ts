/** The cost of 1, 10 and 100 elements on a page, and the remains of 1,000 elements that were added and removed. */
import { median, spreadText } from '../tools/spread.ts';
import type { Table } from '../tools/table.ts';
import { countAlive, type Alive, type OpenPage, type TestBed } from '../tools/test-bed.ts';

const COUNTS = [1, 10, 100];
const ROUNDS = 5;
const MOUNTS = 1000;
const BATCH = 10;

interface Measured extends Alive {
  /** ms until all have rendered. */
  readonly rendered: number;
  /** ms until all show their portals. */
  readonly ready: number;
}

/** Adds `count` elements to the page, waits for their portals, and removes them again if `drop` is true. */
const mount = ({ page }: OpenPage, endpoint: string, count: number, drop: boolean) =>
  page.evaluate(
    async (url, wanted, isDropped) => {
      const parent = document.createElement('div');
      const elements = Array.from({ length: wanted }, () => {
        const element = document.createElement('scalekit-admin-portal');
        element.endpoint = url;
        return element;
      });
      const ready = elements.map(
        (element) => new Promise((resolve) => element.addEventListener('portal-load-success', resolve)),
      );
      const start = performance.now();
      parent.append(...elements);
      document.body.append(parent);
      await Promise.all(elements.map((element) => element.updateComplete));
      const rendered = performance.now() - start;
      await Promise.all(ready);
      const end = performance.now() - start;
      if (isDropped) parent.remove();
      return { rendered, ready: end };
    },
    endpoint,
    count,
    drop,
  );

async function measure(bed: TestBed, count: number): Promise<Measured> {
  const opened = await bed.open('scalekit-admin-portal.js');
  const { endpoint } = await bed.backend();
  // The first frame starts a new process, which is not a cost of the element.
  await mount(opened, endpoint, 1, true);
  const before = await countAlive(opened.cdp);
  const times = await mount(opened, endpoint, count, false);
  const after = await countAlive(opened.cdp);
  await opened.page.close();
  return { ...times, ...difference(before, after) };
}

const difference = (before: Alive, after: Alive): Alive => ({
  nodes: after.nodes - before.nodes,
  listeners: after.listeners - before.listeners,
  bytes: after.bytes - before.bytes,
});

async function leftBehind(bed: TestBed): Promise<Alive> {
  const opened = await bed.open('scalekit-admin-portal.js');
  const { endpoint } = await bed.backend();
  for (let done = 0; done < 50; done += BATCH) await mount(opened, endpoint, BATCH, true);
  const before = await countAlive(opened.cdp);
  for (let done = 0; done < MOUNTS; done += BATCH) await mount(opened, endpoint, BATCH, true);
  const after = await countAlive(opened.cdp);
  await opened.page.close();
  return difference(before, after);
}

export async function manyElementsTables(bed: TestBed): Promise<Table[]> {
  const measured = COUNTS.map((count) => ({ count, rounds: [] as Measured[] }));
  for (let round = 0; round < ROUNDS; round++) {
    for (const { count, rounds } of measured) rounds.push(await measure(bed, count));
  }
  const { nodes, listeners, bytes } = await leftBehind(bed);
  return [
    {
      title: '1, 10 and 100 elements on a page, each with its portal',
      note:
        `Median, 10th and 90th percentile of ${ROUNDS} rounds, in turn. Nodes, listeners and heap are those of the host page ` +
        'after garbage collection, including frames and their documents if they are in the same process.',
      columns: [
        'elements',
        'ms to first render',
        'ms to all portals',
        'DOM nodes',
        'listeners',
        'heap, kB',
        'heap each, kB',
      ],
      rows: measured.map(({ count, rounds }) => {
        const all = <Key extends keyof Measured>(key: Key) => rounds.map((round) => round[key]);
        const heap = median(all('bytes')) / 1000;
        return [
          count,
          spreadText(all('rendered')),
          spreadText(all('ready'), 0),
          median(all('nodes')),
          median(all('listeners')),
          heap.toFixed(1),
          (heap / count).toFixed(1),
        ];
      }),
    },
    {
      title: `Remains of ${MOUNTS.toLocaleString('en')} elements that were added and removed, each with its portal`,
      columns: ['', 'DOM nodes', 'listeners', 'heap, kB'],
      rows: [['more than before', nodes, listeners, (bytes / 1000).toFixed(1)]],
    },
  ];
}
