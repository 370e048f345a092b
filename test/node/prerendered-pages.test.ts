/**
 * Pages that Chromium prerenders by speculation rules: their scripts run, and nobody looks. Nothing is asked, timed or warned
 * of before the page is activated; one link is minted then.
 */
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { after, before, describe, test } from 'node:test';
import { LibrarySite, sitePage, type SitePages } from '../tools/library-site.ts';
import { openWindow, soon, windowEngines, type TestWindow } from '../tools/window.ts';

/** The kinds of element that a page may be prerendered with. */
const KINDS: Readonly<
  Record<string, (site: LibrarySite) => { attributes: string; code?: string; minted: number; opened: number }>
> = {
  endpoint: (site) => ({ attributes: `endpoint="${site.endpoint}"`, minted: 1, opened: 1 }),
  'endpoint, loading="lazy"': (site) => ({
    attributes: `endpoint="${site.endpoint}" loading="lazy"`,
    minted: 1,
    opened: 1,
  }),
  'endpoint, load-timeout="1"': (site) => ({
    attributes: `endpoint="${site.endpoint}" load-timeout="1"`,
    minted: 1,
    opened: 1,
  }),
  'src and endpoint': (site) => ({
    attributes: `src="${site.link(1000)}" endpoint="${site.endpoint}"`,
    minted: 0,
    opened: 1,
  }),
  'src alone': (site) => ({ attributes: `src="${site.link(1000)}"`, minted: 0, opened: 1 }),
  fetchPortalLink: (site) => ({
    attributes: '',
    code: `element.fetchPortalLink = () => fetch('${site.endpoint}').then((response) => response.json());`,
    minted: 1,
    opened: 1,
  }),
  'an endpoint that is set while it is prerendered': (site) => ({
    attributes: '',
    code: `setTimeout(() => { element.endpoint = '${site.endpoint}'; }, 100);`,
    minted: 1,
    opened: 1,
  }),
  'a reload() while it is prerendered': (site) => ({
    attributes: `endpoint="${site.endpoint}"`,
    code: 'setTimeout(() => element.reload().catch(() => undefined), 100);',
    minted: 1,
    opened: 1,
  }),
  'taken out and put back while it is prerendered': (site) => ({
    attributes: `endpoint="${site.endpoint}"`,
    code: 'setTimeout(() => { element.remove(); setTimeout(() => document.body.append(element), 50); }, 50);',
    minted: 1,
    opened: 1,
  }),
  'nothing to ask': () => ({ attributes: '', minted: 0, opened: 0 }),
  'mode="tab"': (site) => ({ attributes: `endpoint="${site.endpoint}" mode="tab"`, minted: 0, opened: 0 }),
};

const TYPES = ['portal-state-change', 'portal-error', 'portal-refresh', 'portal-message'];

const pages: SitePages = (path, request, site) => {
  const query = new URL(request.url ?? '/', site.origin).searchParams;
  const kind = query.get('kind') ?? '';
  if (path === '/start') {
    const settings = `/settings?kind=${encodeURIComponent(kind)}`;
    const rules = { prerender: [{ urls: [settings], eagerness: 'immediate' }] };
    return {
      html: sitePage(
        `<script type="speculationrules">${JSON.stringify(rules)}</script><a id="settings" href="${settings}">Settings</a>`,
      ),
    };
  }
  if (path !== '/settings') return path === '/prerendered' ? { html: '' } : null;
  const { attributes, code = '' } = KINDS[kind]!(site);
  return {
    html: sitePage(
      `<scalekit-admin-portal ${attributes}></scalekit-admin-portal>
       <script>
         const element = document.querySelector('scalekit-admin-portal');
         ${code}
         if (document.prerendering) fetch('/prerendered');
       </script>`,
      `<script>
         window.told = [];
         const when = () => (document.prerendering ? 'early ' : '');
         console.warn = (words) => told.push(when() + 'warning');
         for (const type of ${JSON.stringify(TYPES)}) addEventListener(type, () => told.push(when() + type));
       </script>`,
    ),
  };
};

const ENGINES = windowEngines().filter(({ engine }) => engine === 'chromium');
// Without it, the file would hold no test, which is a failure.
if (ENGINES.length === 0) test('prerendered pages', { skip: 'no Chromium here' });

for (const engine of ENGINES) {
  describe(`pages that ${engine.title} prerenders`, () => {
    let view: TestWindow;
    before(async () => {
      view = await openWindow(engine);
    });
    after(() => view.close());

    /** Goes to a page that has another one prerendered, and waits until that one has run. */
    async function onPrerendered(kind: string, use: (site: LibrarySite) => Promise<void>): Promise<void> {
      const site = await LibrarySite.start(pages);
      try {
        await view.goTo(`${site.origin}/start?kind=${encodeURIComponent(kind)}`);
        await soon('the page is prerendered', async () => site.visits.includes('/prerendered'));
        // Long enough for whatever must not happen: a request, a time limit, a warning.
        await sleep(600);
        await use(site);
      } finally {
        await view.goTo('about:blank');
        await site.close();
      }
    }

    for (const [kind, make] of Object.entries(KINDS)) {
      test(`asks for nothing while nobody looks: ${kind}`, () =>
        onPrerendered(kind, async (site) => {
          const { minted, opened } = await site.log();
          assert.equal(minted, 0);
          assert.deepEqual(opened, []);
        }));

      test(`starts when somebody looks, with one link: ${kind}`, () =>
        onPrerendered(kind, async (site) => {
          await view.click('#settings');
          await soon('the page', async () => (await view.evaluate('location.pathname')) === '/settings');
          const wanted = make(site);
          if (wanted.opened) {
            await soon(
              'the portal shows',
              async () =>
                (await view.evaluate<string>("document.querySelector('scalekit-admin-portal').state")) === 'ready',
            );
          } else if (kind === 'nothing to ask') {
            await soon('the warning', () => view.evaluate<boolean>("told.includes('warning')"));
          } else {
            await sleep(300);
          }
          const activated = await view.evaluate<number>(
            "performance.getEntriesByType('navigation')[0].activationStart",
          );
          assert.ok(activated > 0, 'the page was prerendered before');
          const told = await view.evaluate<string[]>('told');
          assert.deepEqual(
            told.filter((what) => what.startsWith('early')),
            [],
          );
          // A time limit of 1 ms is over before the portal can show, once somebody looks.
          if (!kind.includes('load-timeout')) assert.equal(told.includes('portal-error'), false, told.join());
          assert.equal(told.filter((what) => what === 'warning').length, kind === 'nothing to ask' ? 1 : 0);
          const { minted, opened } = await site.log();
          assert.equal(minted, wanted.minted);
          assert.deepEqual(
            opened.map(({ times }) => times),
            Array<number>(wanted.opened).fill(1),
          );
        }));
    }
  });
}
