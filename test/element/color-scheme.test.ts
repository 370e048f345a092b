/**
 * Dark pages: the portal's page sees, by `prefers-color-scheme`, what it would see in a bare frame in the same place, from
 * the moment on that it loads.
 */
import { expect, fixtureSync } from '@open-wc/testing';
import { emulateMedia } from '@web/test-runner-commands';
import { Backend, until } from '../tools/backend.ts';
import { PortalHarness } from '../tools/portal-harness.ts';

/** A portal that says what it sees while it loads, when that changes, and a while after it has loaded. */
const PORTAL = `<!doctype html><html lang="en"><title>Portal</title><script>
const query = matchMedia('(prefers-color-scheme: dark)');
const say = (moment) => parent.postMessage({ type: 'SCHEME_SEEN', moment, dark: query.matches }, '*');
say('start');
query.addEventListener('change', () => say('change'));
addEventListener('load', () => {
  say('load');
  setTimeout(() => requestAnimationFrame(() => say('end')), 300);
});
</script><h1>Portal</h1></html>`;

interface Seen {
  readonly moment: string;
  readonly dark: boolean;
}

/** Where the colour scheme is set, and to what. */
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

/** What the page in a frame has said. */
function record(find: () => HTMLIFrameElement | null): Seen[] {
  const seen: Seen[] = [];
  window.addEventListener('message', ({ source, data }: MessageEvent<Seen>) => {
    const frame = find();
    if (frame?.contentWindow && source === frame.contentWindow && data.moment)
      seen.push({ moment: data.moment, dark: data.dark });
  });
  return seen;
}

/** Sets a scheme until the test ends, and returns the place for a frame. */
function place({ root = '', parent = '', meta }: Scheme): HTMLElement {
  document.documentElement.style.colorScheme = root;
  if (meta !== undefined) {
    const element = document.createElement('meta');
    element.name = 'color-scheme';
    element.content = meta;
    document.head.append(element);
  }
  const made = fixtureSync<HTMLElement>(document.createElement('div'));
  made.style.colorScheme = parent;
  return made;
}

const hasEnded = (seen: Seen[]) => until('the portal has said all', () => seen.some(({ moment }) => moment === 'end'));

afterEach(() => {
  document.documentElement.style.removeProperty('color-scheme');
  for (const meta of document.querySelectorAll('meta[name=color-scheme]')) meta.remove();
});

function testSchemes(): void {
  for (const [name, scheme] of Object.entries(SCHEMES)) {
    it(`is for the portal what it is for a bare frame, from the start: ${name}`, async () => {
      const backend = await Backend.create();
      await backend.portal({ body: PORTAL, held: true });
      const parent = place(scheme);
      const bare = document.createElement('iframe');
      const portal = PortalHarness.create({ endpoint: backend.endpoint });
      bare.style.colorScheme = portal.element.style.colorScheme = scheme.element ?? '';
      bare.src = backend.link(1000);
      const wanted = record(() => bare);
      const seen = record(() => portal.frame);
      parent.append(bare, portal.element);
      for (const link of [1, 1000]) await backend.opened(link);
      // Browsers hand the scheme on to the frame when they paint the page around it.
      for (let painted = 0; painted < 2; painted++) await new Promise(requestAnimationFrame);
      await backend.release();
      await Promise.all([hasEnded(seen), hasEnded(wanted)]);
      expect(seen).to.deep.equal(wanted);
      expect(await backend.minted()).to.equal(1);
    });
  }
}

describe('the colour scheme of a page', testSchemes);

// Only Chromium lets a test choose what the person prefers.
if (navigator.userAgent.includes('Chrome')) {
  describe('the colour scheme of a page whose visitor prefers dark', () => {
    before(() => emulateMedia({ colorScheme: 'dark' }));
    after(() => emulateMedia({ colorScheme: 'light' }));
    testSchemes();
  });
}
