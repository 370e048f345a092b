/**
 * What is left behind by elements that come and go: nothing. Each row is a moment of an element's life and a way of
 * dropping it; afterwards everything that was opened on the page is counted. Memory itself is counted in `test/node/leaks.test.ts`.
 */
import { expect } from '@open-wc/testing';
import type { ScalekitAdminPortalElement } from '../../src/scalekit-admin-portal-element.ts';
import { Backend, until, type Answer, type PortalScript } from '../tools/backend.ts';
import { catchWarnings, setOnline, setVisible } from '../tools/conditions.ts';
import { isLongRun, report } from '../tools/figures.ts';
import { sessionExpiry, sessionWarning } from '../tools/sample-messages.ts';
import { LeakLedger } from './leak-ledger.ts';

const TABLE = 'Nothing leaks';
const TAG = 'scalekit-admin-portal';

type Values = Partial<ScalekitAdminPortalElement>;

/** A moment in an element's life. */
interface Moment {
  readonly what: string;
  /** How many elements are dropped in this moment: in a quick run, and in a long one. */
  readonly counts: readonly [quick: number, long: number];
  readonly values?: Values;
  readonly answers?: Answer[];
  readonly portal?: PortalScript;
  /** Whether an element has come so far. */
  readonly isThere: (element: ScalekitAdminPortalElement) => boolean;
  /** What brings the moment about, once the elements are on the page. */
  readonly then?: () => void;
}

const inState = (state: string) => (element: ScalekitAdminPortalElement) => element.state === state;
const hasNotice = (element: ScalekitAdminPortalElement) => !!element.shadowRoot?.querySelector('[part=notice]');
const keepExpired = (event: Event) => event.preventDefault();

const MOMENTS: readonly Moment[] = [
  { what: 'on the page for no time at all', counts: [375, 375], isThere: () => true },
  { what: 'with nothing to show', counts: [100, 300], values: { endpoint: null }, isThere: inState('idle') },
  { what: 'lazy and out of sight', counts: [100, 300], values: { loading: 'lazy' }, isThere: inState('idle') },
  {
    what: 'while the endpoint keeps it waiting',
    // A browser opens 6 connections to a host, and the test needs one itself.
    counts: [5, 5],
    answers: [{ hang: 'headers' }],
    isThere: inState('loading'),
  },
  {
    what: 'while the body of the answer hangs',
    counts: [5, 5],
    answers: [{ hang: 'body' }],
    isThere: inState('loading'),
  },
  {
    what: 'while headers() keeps it waiting',
    counts: [50, 300],
    values: { headers: () => new Promise<never>(() => undefined) },
    isThere: inState('loading'),
  },
  {
    what: 'while a deaf fetchPortalLink keeps it waiting',
    counts: [50, 300],
    values: { endpoint: null, fetchPortalLink: () => new Promise<never>(() => undefined) },
    isThere: inState('loading'),
  },
  {
    what: 'between two tries',
    counts: [60, 200],
    answers: [{ status: 503, headers: { 'retry-after': '30' } }],
    isThere: inState('loading'),
  },
  { what: 'while the frame loads', counts: [5, 5], portal: { hang: true }, isThere: (element) => hasFrame(element) },
  { what: 'while the frame is silent', counts: [20, 100], portal: { onLoad: [] }, isThere: inState('ready') },
  { what: 'with a portal', counts: [60, 1000], isThere: (element) => element.expiresAt !== null },
  {
    what: 'with an open notice',
    counts: [20, 100],
    portal: { onLoad: [sessionWarning()] },
    isThere: hasNotice,
  },
  { what: 'after an error', counts: [60, 200], answers: [{ status: 400 }], isThere: inState('error') },
  {
    what: 'after PORTAL_LOAD_TIMEOUT',
    counts: [20, 100],
    values: { loadTimeout: 50 },
    portal: { onLoad: [] },
    isThere: (element) => inState('error')(element) && hasNotice(element),
  },
  {
    what: 'after too many refreshes',
    counts: [10, 50],
    portal: { onLoad: [sessionExpiry()] },
    isThere: inState('error'),
  },
  {
    what: 'waiting for the network',
    counts: [20, 100],
    portal: { onLoad: [sessionExpiry()] },
    then: () => setOnline(false),
    isThere: inState('expired'),
  },
  {
    what: 'waiting for the page to be looked at',
    counts: [20, 100],
    portal: { onLoad: [sessionExpiry()] },
    // After all of them have begun, and before the first answer: nothing begins on a page that nobody sees.
    then: () => setTimeout(() => setVisible(false)),
    isThere: inState('expired'),
  },
  {
    what: 'while the page holds a refresh back',
    counts: [20, 100],
    portal: { onLoad: [sessionExpiry()] },
    then: () => document.addEventListener('portal-refresh', keepExpired),
    isThere: inState('expired'),
  },
];

/** Ways of dropping an element, each of them used in turn. */
const DROPS: readonly ((element: Element) => void)[] = [
  (element) => element.remove(),
  (element) => element.parentElement!.remove(),
  (element) => element.parentElement!.replaceChildren(),
  (element) => (element.parentElement!.innerHTML = ''),
  (element) => element.replaceWith('gone'),
  (element) => document.createElement('div').append(element),
];

function hasFrame(element: ScalekitAdminPortalElement): boolean {
  return !!element.shadowRoot?.querySelector('iframe');
}

/** So many frames load at a time. */
const BATCH = 20;

/** Elements in the given moment, each in a parent of its own. */
async function elementsAt(moment: Moment, backend: Backend, count: number): Promise<ScalekitAdminPortalElement[]> {
  const elements = Array.from({ length: count }, () => document.createElement(TAG));
  for (const element of elements) {
    Object.assign(element, { endpoint: backend.endpoint, ...moment.values });
    const parent = document.createElement('div');
    // Out of sight of a lazy element, and of the camera.
    parent.style.cssText = 'position: absolute; top: 9000px; width: 800px';
    parent.append(element);
    document.body.append(parent);
  }
  moment.then?.();
  await until(moment.what, () => elements.every(moment.isThere), { limit: 60_000 });
  return elements;
}

/** Brings elements to the given moment and drops them. */
async function comeAndGo(moment: Moment, backend: Backend, total: number): Promise<void> {
  for (let done = 0; done < total; done += BATCH) {
    const elements = await elementsAt(moment, backend, Math.min(BATCH, total - done));
    elements.forEach((element, index) => DROPS[(done + index) % DROPS.length]!(element));
    for (const parent of document.querySelectorAll('body > div[style*="9000px"]')) parent.remove();
  }
  document.removeEventListener('portal-refresh', keepExpired);
}

/** Taken before the ledger counts it. */
const nextFrame = requestAnimationFrame.bind(window);

describe('elements that come and go', () => {
  for (const moment of MOMENTS) {
    it(`leave nothing open: ${moment.what}`, async function () {
      const isLong = await isLongRun();
      this.timeout(isLong ? 600_000 : 60_000);
      const count = moment.counts[isLong ? 1 : 0];
      const backend = await Backend.create();
      await backend.answers(moment.answers ?? [{}]);
      await backend.portal(moment.portal ?? {});
      // That it has no source is no news here.
      catchWarnings();
      const ledger = new LeakLedger();
      try {
        const before = ledger.open;
        expect(before).to.deep.equal({ listeners: 0, timers: 0, observed: 0, requests: 0, frames: 0, elements: 0 });
        await comeAndGo(moment, backend, count);
        // What waits for the browser's next frame is over with it, and a busy machine draws late.
        await new Promise(nextFrame);
        // A request that is aborted is told so in a task of its own.
        await new Promise((resolve) => setTimeout(resolve));
        expect(ledger.open).to.deep.equal(before);
        const { opened } = ledger;
        expect(opened.listeners, 'the ledger sees listeners').to.be.at.least(4 * count);
        expect(opened.observed, 'the ledger sees observers').to.be.at.least(count);
        // What the page has sent before it gave up may reach a busy server late.
        let minted = -1;
        await until('no more requests arrive', async () => {
          const last = minted;
          minted = await backend.minted();
          return minted === last;
        });
        await new Promise((resolve) => setTimeout(resolve, 50));
        expect(await backend.minted(), 'links minted after the element is gone').to.equal(minted);
        const open: Record<string, number> = { ...ledger.open };
        const stillOpen = Object.values(open).reduce((sum, number) => sum + number, 0);
        await report(TABLE, moment.what, { 'mounts and unmounts': count, ...opened, 'still open': stillOpen });
      } finally {
        ledger.close();
      }
    });
  }
});
