/** What the recorder of `test/frameworks` says of a page that moves, and which moves its row lets pass. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { startRecorderProxy, type RecorderProxy } from '../frameworks/recorder-proxy.ts';
import type { Load } from '../frameworks/rounds.ts';
import { ROWS } from '../frameworks/rows.ts';
import { openVisitor, type Visitor } from '../frameworks/visitor.ts';
import { drivenEngines } from '../tools/driven-page.ts';

const HEAD = '<!doctype html><html lang="en"><head><title>Settings</title></head><body><nav><a href="/">Settings</a> ';
const REST = '<a href="/members">Members</a></nav><h1 id="head">Sign-on</h1>';
const PORTAL = '<scalekit-admin-portal style="display: block; min-height: 600px">Loading…</scalekit-admin-portal>';
const FOOTER = '<footer>My product</footer>';
/** Two frames: what was sent is painted. */
const SHOWN = 'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))';

/** Each page in its parts, and what is done in it then. */
const PAGES: Readonly<Record<string, { parts: readonly string[]; act?: string }>> = {
  '/parts': { parts: [HEAD, REST, PORTAL, FOOTER] },
  '/grows': {
    parts: [HEAD + REST + PORTAL + FOOTER],
    act: 'document.querySelector("scalekit-admin-portal").style.minHeight = "700px"',
  },
  '/pushed': {
    parts: [HEAD + REST + PORTAL + FOOTER],
    act: 'document.querySelector("#head").style.paddingTop = "50px"',
  },
  '/inside': {
    parts: [HEAD + REST + PORTAL + FOOTER],
    act: `(() => {
      const root = document.querySelector('scalekit-admin-portal').attachShadow({ mode: 'open' });
      root.innerHTML = '<div id="space"></div><p>Words of the portal</p>';
      return ${SHOWN}.then(() => (root.querySelector('#space').style.height = '90px'));
    })()`,
  },
};

const chromium = drivenEngines().find(({ engine }) => engine === 'chromium');
const skip = chromium === undefined ? 'Chromium was not asked for' : chromium.skip;

describe('what moves in a page', { skip }, () => {
  const server = createServer((request, response) => {
    const send = async () => {
      response.writeHead(200, { 'content-type': 'text/html' });
      for (const part of PAGES[request.url!]?.parts ?? []) {
        response.write(part);
        await sleep(300);
      }
      response.end();
    };
    void send();
  });
  let proxy: RecorderProxy;
  let visitor: Visitor;
  before(async () => {
    await once(server.listen(0, 'localhost'), 'listening');
    proxy = await startRecorderProxy((server.address() as AddressInfo).port);
    visitor = await openVisitor('chromium');
  });
  after(async () => {
    await visitor.close();
    await proxy.close();
    server.close();
  });

  async function visit(path: string): Promise<Load> {
    await visitor.renew(proxy.url, []);
    await visitor.goTo(proxy.url + path);
    await visitor.evaluate(SHOWN);
    await visitor.evaluate(PAGES[path]?.act ?? '0');
    await visitor.evaluate(SHOWN);
    return visitor.evaluate<Load>('({ ...recorded })');
  }
  const nodesOf = ({ shifts }: Load) => shifts.flatMap(({ sources }) => sources.map((one) => [one.node, one.stands]));

  it("is the page's own where nothing but white space before the portal does", async () => {
    const load = await visit('/parts');
    assert.deepEqual(nodesOf(load), [['text in nav', 'before the portal']]);
    assert.ok(ROWS.still.holds(load));
  });

  it('counts where what follows the portal does', async () => {
    const load = await visit('/grows');
    assert.deepEqual(nodesOf(load), [['footer', 'after the portal']]);
    assert.ok(!ROWS.still.holds({ ...load, tops: [708] }));
  });

  it('counts where the portal does', async () => {
    const load = await visit('/pushed');
    assert.deepEqual(nodesOf(load), [
      ['scalekit-admin-portal', 'in the portal'],
      ['text in h1#head', 'before the portal'],
      ['footer', 'after the portal'],
    ]);
    assert.ok(!ROWS.still.holds({ ...load, tops: [708] }));
  });

  it('counts where something inside of the portal does', async () => {
    const load = await visit('/inside');
    assert.deepEqual(nodesOf(load), [['a node of a shadow tree, or one that is gone', 'as low as the portal']]);
    assert.equal(load.tops.length, 1);
    assert.ok(!ROWS.still.holds(load));
  });
});
