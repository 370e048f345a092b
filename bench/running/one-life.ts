/**
 * The effects of one element on its page, in numbers that are the same on every machine: requests, links, nodes, listeners.
 * `test/node/bounds.test.ts` checks their bounds.
 */
import type { CDPSession, Page } from 'puppeteer-core';
import { sessionExpiry, sessionWarning } from '../../test/tools/sample-messages.ts';
import { countAlive, type TestBed } from '../tools/test-bed.ts';

export type Counts = Record<string, number>;

/** With this number of elements, the engine's first-time costs are negligible. */
const CROWD = 200;

/** The number of listeners on an object of the page, from the browser. */
async function listenersOn(cdp: CDPSession, expression: string): Promise<number> {
  const { result } = await cdp.send('Runtime.evaluate', { expression });
  const { listeners } = await cdp.send('DOMDebugger.getEventListeners', { objectId: result.objectId!, depth: -1 });
  return listeners.length;
}

/** The number of nodes in the element's shadow tree, including text and comments. */
const shadowNodes = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const root = document.querySelector('scalekit-admin-portal')!.shadowRoot!;
    const walker = document.createTreeWalker(root);
    let count = 0;
    while (walker.nextNode()) count += 1;
    return count;
  });

/** Runs `action`, and waits until the element has dispatched this event and has rendered the result. */
const after = (page: Page, name: string, action = '') =>
  page.evaluate(`(async () => {
    const element = document.querySelector('scalekit-admin-portal');
    const dispatched = new Promise((resolve) => element.addEventListener('${name}', resolve, { once: true }));
    ${action};
    await dispatched;
    await element.updateComplete;
  })()`);

/** Makes the portal send a message, and waits for the event. */
const say = (page: Page, message: unknown, until: string) => {
  const command = JSON.stringify({ command: 'post', message });
  return after(page, until, `element.shadowRoot.querySelector('iframe').contentWindow.postMessage(${command}, '*')`);
};

/** One life of an element, from the first link to its removal, with a notice, an ended session and an error. */
export async function countOneLife(bed: TestBed): Promise<Counts> {
  const { page, cdp } = await bed.open('scalekit-admin-portal.js');
  const [good, bad] = await Promise.all([bed.backend(), bed.backend([{ status: 400 }])]);
  const targets = { window: 'window', document: 'document', element: 'document.body' };
  const listeners = async () => {
    const counts = await Promise.all(Object.values(targets).map((target) => listenersOn(cdp, target)));
    return Object.fromEntries(Object.keys(targets).map((name, index) => [name, counts[index]!]));
  };
  const requests: string[] = [];
  page.on('request', (request) => {
    // Requests of the portal itself do not count.
    if (request.frame() === page.mainFrame() || request.isNavigationRequest()) requests.push(request.url());
  });
  const before = await listeners();
  const counts: Counts = {};

  await page.evaluate(() => document.body.append(document.createElement('scalekit-admin-portal')));
  await after(page, 'portal-state-change', 'element.fetchPortalLink = () => new Promise(() => {})');
  counts['nodes while loading'] = await shadowNodes(page);
  await page.evaluate(() => document.querySelector('scalekit-admin-portal')!.remove());

  await page.evaluate((endpoint) => {
    const element = document.createElement('scalekit-admin-portal');
    element.setAttribute('endpoint', endpoint);
    document.body.append(element);
  }, good.endpoint);
  await after(page, 'portal-load-success');
  counts['nodes while the portal shows'] = await shadowNodes(page);
  counts['requests until the portal shows'] = requests.length;
  counts['links until the portal shows'] = (await good.log()).minted;
  const during = await listeners();
  for (const name of Object.keys(targets)) counts[`listeners on the ${name}`] = during[name]! - before[name]!;

  await say(page, sessionWarning(), 'portal-session-warning');
  counts['nodes with a notice'] = await shadowNodes(page);
  await say(page, sessionExpiry(), 'portal-load-success');
  counts['requests after a refresh'] = requests.length;
  counts['links after a refresh'] = (await good.log()).minted;
  await after(page, 'portal-error', `element.endpoint = ${JSON.stringify(bad.endpoint)}`);
  counts['nodes with an error'] = await shadowNodes(page);
  counts['requests of a whole life'] = requests.length;
  await page.evaluate(() => document.querySelector('scalekit-admin-portal')!.remove());
  const left = await listeners();
  for (const name of Object.keys(targets)) counts[`listeners left on the ${name}`] = left[name]! - before[name]!;
  await page.close();
  return counts;
}

/** Heap bytes, nodes and listeners per element, for many elements that wait for their links. */
export async function countCrowd(bed: TestBed): Promise<Counts> {
  const { page, cdp } = await bed.open('scalekit-admin-portal.js');
  const mount = (count: number) =>
    page.evaluate(async (wanted) => {
      for (let index = 0; index < wanted; index++) {
        const element = document.createElement('scalekit-admin-portal');
        element.fetchPortalLink = () => new Promise(() => undefined);
        document.body.append(element);
        await element.updateComplete;
      }
    }, count);
  await mount(CROWD);
  const first = await countAlive(cdp);
  await mount(CROWD);
  const second = await countAlive(cdp);
  await page.close();
  const each = (name: keyof typeof first) => Math.round((second[name] - first[name]) / CROWD);
  return {
    'nodes each, in all': each('nodes'),
    'listeners each, in all': each('listeners'),
    'heap each, in bytes': each('bytes'),
  };
}
