/** Holds the element to what it adds to a page: requests, links, nodes, listeners, memory. Speed is `npm run bench`'s. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, test, type TestContext } from 'node:test';
import { countCrowd, countOneLife, type Counts } from '../../bench/running/one-life.ts';
import { DROP_IN } from '../../bench/tools/paths.ts';
import { TestBed } from '../../bench/tools/test-bed.ts';
import { whyNoChromium } from '../tools/chromium.ts';

const THIS_FILE = 'test/node/bounds.test.ts';

interface Bound {
  readonly most: number;
  /** What to look for when there are more. */
  readonly cure: string;
}

const REQUESTS = 'every request but those for a link and for its frame is one too many';
const LINKS = 'each link beyond one a session is minted in vain: look at what begins a run in portal-lifecycle.ts';
const NODES = 'show the same with fewer elements, and none that nobody sees';
const LISTENERS = 'share one that is there, or listen only while it is needed';
const LEFT = 'give it the signal of the connection, which ends when the element leaves the page';

// The comments by which Lit finds the places in its templates count as nodes.
const ONE_LIFE: Readonly<Record<string, Bound>> = {
  'requests until the portal shows': { most: 2, cure: REQUESTS },
  'requests after a refresh': { most: 4, cure: REQUESTS },
  'requests of a whole life': { most: 5, cure: REQUESTS },
  'links until the portal shows': { most: 1, cure: LINKS },
  'links after a refresh': { most: 2, cure: LINKS },
  'nodes while loading': { most: 13, cure: NODES },
  'nodes while the portal shows': { most: 6, cure: NODES },
  'nodes with a notice': { most: 28, cure: NODES },
  'nodes with an error': { most: 31, cure: NODES },
  'listeners on the window': { most: 2, cure: LISTENERS },
  'listeners on the document': { most: 3, cure: LISTENERS },
  'listeners on the element': { most: 0, cure: LISTENERS },
  'listeners left on the window': { most: 0, cure: LEFT },
  'listeners left on the document': { most: 0, cure: LEFT },
  'listeners left on the element': { most: 0, cure: LEFT },
};

const CROWD: Readonly<Record<string, Bound>> = {
  'nodes each, in all': { most: 20, cure: NODES },
  'listeners each, in all': { most: 12, cure: LISTENERS },
  // The engine's own share differs by some hundred bytes from version to version.
  'heap each, in bytes': { most: 6700, cure: 'look for what is made for each element and could be made once' },
};

function hold(counts: Counts, bounds: Readonly<Record<string, Bound>>): void {
  assert.deepEqual(
    Object.keys(counts).sort(),
    Object.keys(bounds).sort(),
    'each count needs a bound, and each bound a count',
  );
  const over = Object.entries(bounds).flatMap(([name, { most, cure }]) => {
    const found = counts[name]!;
    return found > most ? `- ${name}: now ${found}, bound ${most}. Rather than that, ${cure}.` : [];
  });
  const what = `The element costs its page more than it did:\n${over.join('\n')}`;
  assert.ok(
    over.length === 0,
    `${what}\nIf it is worth it, raise the bound in ${THIS_FILE}, and say why in the commit.`,
  );
}

describe('bounds', () => {
  const skip = whyNoChromium();
  let bed: TestBed;

  before(async () => {
    if (skip === undefined) bed = await TestBed.start({ 'scalekit-admin-portal.js': await readFile(DROP_IN, 'utf8') });
  });
  after(() => skip ?? bed.stop());

  const report = (context: TestContext, counts: Counts) =>
    context.diagnostic(
      Object.entries(counts)
        .map(([name, count]) => `${name}: ${count}`)
        .join(', '),
    );

  test(
    'one life costs no more requests, links, nodes and listeners than it did',
    { skip },
    async (context: TestContext) => {
      const counts = await countOneLife(bed);
      report(context, counts);
      hold(counts, ONE_LIFE);
    },
  );

  test(
    'one of many elements costs no more nodes, listeners and memory than it did',
    { skip },
    async (context: TestContext) => {
      const counts = await countCrowd(bed);
      report(context, counts);
      hold(counts, CROWD);
    },
  );
});
