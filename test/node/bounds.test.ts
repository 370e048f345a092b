/** Bounds for what the element adds to a page: requests, links, nodes, listeners, memory. `npm run bench` measures speed. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, test, type TestContext } from 'node:test';
import { countCrowd, countOneLife, type Counts } from '../../bench/running/one-life.ts';
import { DROP_IN } from '../../bench/tools/paths.ts';
import { TestBed } from '../../bench/tools/test-bed.ts';
import { whyNoChromium } from '../tools/chromium.ts';

const THIS_FILE = 'test/node/bounds.test.ts';

interface Bound {
  readonly max: number;
  /** How to get below the bound again. */
  readonly cure: string;
}

const REQUESTS = 'only send requests for links and their frames';
const LINKS = 'mint one link for each session: find out what starts another run in portal-lifecycle.ts';
const NODES = 'use fewer elements, and none that nobody sees';
const LISTENERS = 'share an existing listener, or only listen while it is needed';
const LEFT = 'give the listener the signal of the connection, which ends when the element leaves the page';

// The comments that mark places in Lit's templates count as nodes.
const ONE_LIFE: Readonly<Record<string, Bound>> = {
  'requests until the portal shows': { max: 2, cure: REQUESTS },
  'requests after a refresh': { max: 4, cure: REQUESTS },
  'requests of a whole life': { max: 5, cure: REQUESTS },
  'links until the portal shows': { max: 1, cure: LINKS },
  'links after a refresh': { max: 2, cure: LINKS },
  'nodes while loading': { max: 13, cure: NODES },
  'nodes while the portal shows': { max: 6, cure: NODES },
  'nodes with a notice': { max: 28, cure: NODES },
  'nodes with an error': { max: 31, cure: NODES },
  'listeners on the window': { max: 2, cure: LISTENERS },
  'listeners on the document': { max: 3, cure: LISTENERS },
  'listeners on the element': { max: 0, cure: LISTENERS },
  'listeners left on the window': { max: 0, cure: LEFT },
  'listeners left on the document': { max: 0, cure: LEFT },
  'listeners left on the element': { max: 0, cure: LEFT },
};

const CROWD: Readonly<Record<string, Bound>> = {
  'nodes each, in all': { max: 20, cure: NODES },
  'listeners each, in all': { max: 12, cure: LISTENERS },
  // The share of the engine differs by some hundred bytes between versions.
  'heap each, in bytes': { max: 6700, cure: 'share objects that are made for each element' },
};

function check(context: TestContext, counts: Counts, bounds: Readonly<Record<string, Bound>>): void {
  context.diagnostic(
    Object.entries(counts)
      .map(([name, count]) => `${name}: ${count}`)
      .join(', '),
  );
  assert.deepEqual(
    Object.keys(counts).sort(),
    Object.keys(bounds).sort(),
    'each count needs a bound, and each bound a count',
  );
  const over = Object.entries(bounds).flatMap(([name, { max, cure }]) => {
    const found = counts[name]!;
    return found > max ? `- ${name}: ${found}, bound ${max}. To stay below it, ${cure}.` : [];
  });
  const message = `The element costs its page more than before:\n${over.join('\n')}`;
  assert.ok(over.length === 0, `${message}\nIf it is worth it, raise the bound in ${THIS_FILE}. The commit says why.`);
}

describe('bounds', () => {
  const skip = whyNoChromium();
  let bed: TestBed;

  before(async () => {
    if (skip === undefined) bed = await TestBed.start({ 'scalekit-admin-portal.js': await readFile(DROP_IN, 'utf8') });
  });
  after(() => skip ?? bed.stop());

  test('the requests, links, nodes and listeners of one life stay within their bounds', { skip }, async (context) => {
    check(context, await countOneLife(bed), ONE_LIFE);
  });

  test(
    'the nodes, listeners and memory of one of many elements stay within their bounds',
    { skip },
    async (context) => {
      check(context, await countCrowd(bed), CROWD);
    },
  );
});
