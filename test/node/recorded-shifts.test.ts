/** Layout shifts as the recorder of `test/frameworks` reports them, and those that the row "Nothing moves" allows. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { startRecorderProxy, type RecorderProxy } from '../frameworks/recorder-proxy.ts';
import type { Load } from '../frameworks/rounds.ts';
import { ROWS } from '../frameworks/rows.ts';
import { openVisitor, type Visitor } from '../frameworks/visitor.ts';
import { drivenEngines } from '../tools/driven-page.ts';
import { startServer, type TestServer } from '../tools/test-server.ts';

const HEAD = '<!doctype html><html lang="en"><head><title>Settings</title></head><body><nav><a href="/">Settings</a> ';
const REST = '<a href="/members">Members</a></nav><h1 id="head">Sign-on</h1>';
const PORTAL = '<scalekit-admin-portal style="display: block; min-height: 600px">Loading…</scalekit-admin-portal>';
const FOOTER = '<footer>My product</footer>';
/** After two frames, the page is painted. */
const PAINTED = 'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))';

interface ShiftCase {
  readonly title: string;
  /** The server sends them 300 ms apart. */
  readonly parts?: readonly string[];
  /** JavaScript that runs in the page when it is painted. */
  readonly act?: string;
  /** The nodes that moved. */
  readonly nodes: readonly (readonly string[])[];
  readonly movesFooter?: true;
  readonly isAllowed?: true;
}

const SHIFTS: readonly ShiftCase[] = [
  {
    title: 'white space before the portal moves while the page loads',
    parts: [HEAD, REST, PORTAL, FOOTER],
    nodes: [['text in nav', 'before the portal']],
    isAllowed: true,
  },
  {
    title: 'the content after the portal moves',
    act: 'document.querySelector("scalekit-admin-portal").style.minHeight = "700px"',
    nodes: [['footer', 'after the portal']],
    movesFooter: true,
  },
  {
    title: 'the portal moves',
    act: 'document.querySelector("#head").style.paddingTop = "50px"',
    nodes: [
      ['scalekit-admin-portal', 'in the portal'],
      ['text in h1#head', 'before the portal'],
      ['footer', 'after the portal'],
    ],
    movesFooter: true,
  },
  {
    title: 'content of the portal moves',
    act: `(() => {
      const root = document.querySelector('scalekit-admin-portal').attachShadow({ mode: 'open' });
      root.innerHTML = '<div id="space"></div><p>Words of the portal</p>';
      return ${PAINTED}.then(() => (root.querySelector('#space').style.height = '90px'));
    })()`,
    nodes: [['a node of a shadow tree, or one that is gone', 'as low as the portal']],
  },
];

const chromium = drivenEngines().find(({ engine }) => engine === 'chromium');
const skip = chromium === undefined ? 'Chromium is not among the engines of this run' : chromium.skip;

describe('layout shifts', { skip }, () => {
  let server: TestServer;
  let proxy: RecorderProxy;
  let visitor: Visitor;
  let parts: readonly string[] = [];
  before(async () => {
    server = await startServer((_request, response) => {
      const send = async () => {
        response.writeHead(200, { 'content-type': 'text/html' });
        for (const part of parts) {
          response.write(part);
          await sleep(300);
        }
        response.end();
      };
      void send();
    }, 'localhost');
    proxy = await startRecorderProxy(server.port);
    visitor = await openVisitor('chromium');
  });
  after(async () => {
    await visitor.close();
    await proxy.close();
    await server.close();
  });

  for (const shift of SHIFTS) {
    it(`${shift.isAllowed ? 'are allowed' : 'count'} if ${shift.title}`, async () => {
      ({ parts = [HEAD + REST + PORTAL + FOOTER] } = shift);
      await visitor.renew(proxy.url, []);
      await visitor.goTo(proxy.url);
      await visitor.evaluate(PAINTED);
      await visitor.evaluate(shift.act ?? '0');
      await visitor.evaluate(PAINTED);
      const load = await visitor.evaluate<Load>('({ ...recorded })');
      const nodes = load.shifts.flatMap(({ sources }) => sources.map(({ node, place }) => [node, place]));
      assert.deepEqual(nodes, shift.nodes);
      // A footer that moves fails the row, too. Here only the shifts decide.
      const tops = shift.movesFooter ? [708] : load.tops;
      assert.equal(tops.length, 1);
      assert.equal(ROWS.still.holds({ ...load, tops }), shift.isAllowed ?? false);
    });
  }
});
