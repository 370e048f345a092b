/**
 * Removed elements leave nothing open. Each row is a moment of an element's life. Elements are removed in this moment in
 * several ways, and then everything that is still open on the page is counted. `test/node/leaks.test.ts` measures memory.
 */
import { expect } from '@open-wc/testing';
import type { ScalekitAdminPortalElement } from '../../src/scalekit-admin-portal-element.ts';
import { Backend, until, type Answer, type PortalScript } from '../tools/backend.ts';
import { catchWarnings, setOnline, setVisible } from '../tools/conditions.ts';
import { isLongRun, report } from '../tools/figures.ts';
import { sessionExpiry, sessionWarning } from '../tools/sample-messages.ts';
import { LeakLedger } from './leak-ledger.ts';

const TABLE = 'Open after removal';
const TAG = 'scalekit-admin-portal';

type Values = Partial<ScalekitAdminPortalElement>;

/** A moment in an element's life. */
interface Moment {
  readonly name: string;
  /** How many elements are removed in this moment: in a quick run, and in a long one. */
  readonly counts: readonly [quick: number, long: number];
  readonly values?: Values;
  readonly answers?: Answer[];
  readonly portal?: PortalScript;
  /** Whether an element has reached the moment. */
  readonly isReached: (element: ScalekitAdminPortalElement) => boolean;
  /** Runs when the elements are on the page. */
  readonly act?: () => void;
}

const inState = (state: string) => (element: ScalekitAdminPortalElement) => element.state === state;
const hasNotice = (element: ScalekitAdminPortalElement) => !!element.shadowRoot?.querySelector('[part=notice]');
const hasFrame = (element: ScalekitAdminPortalElement) => !!element.shadowRoot?.querySelector('iframe');
const prevent = (event: Event) => event.preventDefault();

const MOMENTS: readonly Moment[] = [
  { name: 'at once', counts: [375, 375], isReached: () => true },
  { name: 'without a source', counts: [100, 300], values: { endpoint: null }, isReached: inState('idle') },
  { name: 'lazy and out of sight', counts: [100, 300], values: { loading: 'lazy' }, isReached: inState('idle') },
  {
    name: 'during a request',
    // A browser opens 6 connections to a host, and the test needs one.
    counts: [5, 5],
    answers: [{ hang: 'headers' }],
    isReached: inState('loading'),
  },
  {
    name: 'during the body of an answer',
    counts: [5, 5],
    answers: [{ hang: 'body' }],
    isReached: inState('loading'),
  },
  {
    name: 'during a call of headers()',
    counts: [50, 300],
    values: { headers: () => new Promise<never>(() => undefined) },
    isReached: inState('loading'),
  },
  {
    name: 'during a fetchPortalLink that ignores its signal',
    counts: [50, 300],
    values: { endpoint: null, fetchPortalLink: () => new Promise<never>(() => undefined) },
    isReached: inState('loading'),
  },
  {
    name: 'between two attempts',
    counts: [60, 200],
    answers: [{ status: 503, headers: { 'retry-after': '30' } }],
    isReached: inState('loading'),
  },
  { name: 'while the frame loads', counts: [5, 5], portal: { hang: true }, isReached: hasFrame },
  { name: 'while the frame is silent', counts: [20, 100], portal: { onLoad: [] }, isReached: inState('ready') },
  { name: 'with a portal', counts: [60, 1000], isReached: (element) => element.expiresAt !== null },
  {
    name: 'with an open notice',
    counts: [20, 100],
    portal: { onLoad: [sessionWarning()] },
    isReached: hasNotice,
  },
  { name: 'after an error', counts: [60, 200], answers: [{ status: 400 }], isReached: inState('error') },
  {
    name: 'after PORTAL_LOAD_TIMEOUT',
    counts: [20, 100],
    values: { loadTimeout: 50 },
    portal: { onLoad: [] },
    isReached: (element) => inState('error')(element) && hasNotice(element),
  },
  {
    name: 'after the refresh limit',
    counts: [10, 50],
    portal: { onLoad: [sessionExpiry()] },
    isReached: inState('error'),
  },
  {
    name: 'offline before a refresh',
    counts: [20, 100],
    portal: { onLoad: [sessionExpiry()] },
    act: () => setOnline(false),
    isReached: inState('expired'),
  },
  {
    name: 'hidden before a refresh',
    counts: [20, 100],
    portal: { onLoad: [sessionExpiry()] },
    // After all have started, and before the first answer: no element starts on a hidden page.
    act: () => setTimeout(() => setVisible(false)),
    isReached: inState('expired'),
  },
  {
    name: 'after the page prevented a refresh',
    counts: [20, 100],
    portal: { onLoad: [sessionExpiry()] },
    act: () => document.addEventListener('portal-refresh', prevent),
    isReached: inState('expired'),
  },
];

/** Ways to remove an element, used in turn. */
const REMOVALS: readonly ((element: Element) => void)[] = [
  (element) => element.remove(),
  (element) => element.parentElement!.remove(),
  (element) => element.parentElement!.replaceChildren(),
  (element) => (element.parentElement!.innerHTML = ''),
  (element) => element.replaceWith('gone'),
  (element) => document.createElement('div').append(element),
];

/** How many frames load at a time. */
const BATCH = 20;

/** Elements in this moment, each in its own parent. */
async function elementsAt(moment: Moment, backend: Backend, count: number): Promise<ScalekitAdminPortalElement[]> {
  const elements = Array.from({ length: count }, () => document.createElement(TAG));
  for (const element of elements) {
    Object.assign(element, { endpoint: backend.endpoint, ...moment.values });
    const parent = document.createElement('div');
    // Outside of the viewport, for the lazy elements.
    parent.style.cssText = 'position: absolute; top: 9000px; width: 800px';
    parent.append(element);
    document.body.append(parent);
  }
  moment.act?.();
  await until(moment.name, () => elements.every(moment.isReached), { limit: 60_000 });
  return elements;
}

/** Creates elements, and removes them in this moment. */
async function mountAndRemove(moment: Moment, backend: Backend, total: number): Promise<void> {
  for (let done = 0; done < total; done += BATCH) {
    const elements = await elementsAt(moment, backend, Math.min(BATCH, total - done));
    elements.forEach((element, index) => REMOVALS[(done + index) % REMOVALS.length]!(element));
    for (const parent of document.querySelectorAll('body > div[style*="9000px"]')) parent.remove();
  }
  document.removeEventListener('portal-refresh', prevent);
}

/** Bound before the ledger wraps it. */
const nextFrame = requestAnimationFrame.bind(window);

describe('removed elements', () => {
  for (const moment of MOMENTS) {
    it(`leave nothing open: ${moment.name}`, async function () {
      const isLong = await isLongRun();
      this.timeout(isLong ? 600_000 : 60_000);
      const count = moment.counts[isLong ? 1 : 0];
      const backend = await Backend.create(moment);
      catchWarnings();
      const ledger = new LeakLedger();
      try {
        const before = ledger.open;
        expect(before).to.deep.equal({ listeners: 0, timers: 0, observed: 0, requests: 0, frames: 0, elements: 0 });
        await mountAndRemove(moment, backend, count);
        // Animation frame callbacks run in the next frame, which is late on a busy machine.
        await new Promise(nextFrame);
        // An aborted request rejects in another task.
        await new Promise((resolve) => setTimeout(resolve));
        expect(ledger.open).to.deep.equal(before);
        const { opened } = ledger;
        expect(opened.listeners, 'the ledger sees listeners').to.be.at.least(4 * count);
        expect(opened.observed, 'the ledger sees observers').to.be.at.least(count);
        // Requests that were sent before the abort may reach a busy server late.
        let minted = -1;
        await until('no more requests arrive', async () => {
          const last = minted;
          minted = await backend.minted();
          return minted === last;
        });
        await new Promise((resolve) => setTimeout(resolve, 50));
        expect(await backend.minted(), 'links minted after the removal').to.equal(minted);
        const open: Record<string, number> = { ...ledger.open };
        const stillOpen = Object.values(open).reduce((sum, number) => sum + number, 0);
        await report(TABLE, moment.name, { 'mounts and unmounts': count, ...opened, 'still open': stillOpen });
      } finally {
        ledger.close();
      }
    });
  }
});
