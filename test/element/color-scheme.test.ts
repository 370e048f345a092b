/**
 * Dark pages: the portal's page gets the same `prefers-color-scheme` as a bare frame in the same place, from the start of
 * its load.
 */
import { expect, fixtureSync } from '@open-wc/testing';
import { emulateMedia } from '@web/test-runner-commands';
import { Backend, until } from '../tools/backend.ts';
import { cleanUp } from '../tools/conditions.ts';
import { PortalHarness } from '../tools/portal-harness.ts';

/** A portal that reports its scheme at the start, at each change, at its load and 300 ms later. */
const PORTAL = `<!doctype html><html lang="en"><title>Portal</title><script>
const query = matchMedia('(prefers-color-scheme: dark)');
const report = (moment) => parent.postMessage({ type: 'SCHEME_SEEN', moment, dark: query.matches }, '*');
report('start');
query.addEventListener('change', () => report('change'));
addEventListener('load', () => {
  report('load');
  setTimeout(() => requestAnimationFrame(() => report('end')), 300);
});
</script><h1>Portal</h1></html>`;

interface SchemeReport {
  readonly moment: string;
  readonly dark: boolean;
}

/** The values of `color-scheme` by where they are set. */
interface Scheme {
  readonly root?: string;
  readonly parent?: string;
  readonly element?: string;
  readonly meta?: string;
}

const SCHEMES: Readonly<Record<string, Scheme>> = {
  'none (control)': {},
  'dark on the page': { root: 'dark' },
  'light on the page': { root: 'light' },
  'light dark on the page': { root: 'light dark' },
  'dark light on the page': { root: 'dark light' },
  'only light on the page': { root: 'only light' },
  'only dark on the page': { root: 'only dark' },
  'normal on the page': { root: 'normal' },
  'a meta element: dark': { meta: 'dark' },
  'a meta element: light dark': { meta: 'light dark' },
  'dark around the element': { parent: 'dark' },
  'light around the element on a dark page': { root: 'dark', parent: 'light' },
  'only light around the element on a dark page': { root: 'dark', parent: 'only light' },
  'dark on the element': { element: 'dark' },
  'light on the element on a dark page': { root: 'dark', element: 'light' },
  'dark on the element on a light page': { root: 'light', element: 'dark' },
};

/** Collects the reports of the page in a frame. */
function collectReports(find: () => HTMLIFrameElement | null): SchemeReport[] {
  const reports: SchemeReport[] = [];
  window.addEventListener('message', ({ source, data }: MessageEvent<SchemeReport>) => {
    const frame = find();
    if (frame?.contentWindow && source === frame.contentWindow && data.moment)
      reports.push({ moment: data.moment, dark: data.dark });
  });
  return reports;
}

/** Sets a scheme until the test ends, and returns the parent for a frame. */
function applyScheme({ root = '', parent = '', meta }: Scheme): HTMLElement {
  document.documentElement.style.colorScheme = root;
  if (meta !== undefined) {
    const metaElement = document.createElement('meta');
    metaElement.name = 'color-scheme';
    metaElement.content = meta;
    document.head.append(metaElement);
    cleanUp(() => metaElement.remove());
  }
  cleanUp(() => document.documentElement.style.removeProperty('color-scheme'));
  const element = fixtureSync<HTMLElement>(document.createElement('div'));
  element.style.colorScheme = parent;
  return element;
}

const hasEnded = (reports: SchemeReport[]) =>
  until('the last report', () => reports.some(({ moment }) => moment === 'end'));

function testSchemes(): void {
  for (const [name, scheme] of Object.entries(SCHEMES)) {
    it(`is the same for the portal as for a bare frame, from the start: ${name}`, async () => {
      const backend = await Backend.create({ portal: { body: PORTAL, held: true } });
      const parent = applyScheme(scheme);
      const bare = document.createElement('iframe');
      const portal = PortalHarness.create({ endpoint: backend.endpoint });
      bare.style.colorScheme = portal.element.style.colorScheme = scheme.element ?? '';
      bare.src = backend.link(1000);
      const expected = collectReports(() => bare);
      const reports = collectReports(() => portal.frame);
      parent.append(bare, portal.element);
      for (const link of [1, 1000]) await backend.opened(link);
      // Browsers pass the scheme to the frame when they paint the page around it.
      for (let painted = 0; painted < 2; painted++) await new Promise(requestAnimationFrame);
      await backend.release();
      await Promise.all([hasEnded(reports), hasEnded(expected)]);
      expect(reports).to.deep.equal(expected);
      expect(await backend.minted()).to.equal(1);
    });
  }
}

describe('the colour scheme of a page', testSchemes);

// Only Chromium lets a test set the preference.
if (navigator.userAgent.includes('Chrome')) {
  describe('the colour scheme of a page whose visitor prefers dark', () => {
    before(() => emulateMedia({ colorScheme: 'dark' }));
    after(() => emulateMedia({ colorScheme: 'light' }));
    testSchemes();
  });
}
