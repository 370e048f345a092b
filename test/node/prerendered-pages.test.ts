/**
 * Pages that Chromium prerenders by speculation rules. Their scripts run while the page is hidden. Before its activation, the
 * page sends no request, starts no time limit and logs no warning. With its activation, it mints one link.
 */
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { after, before, describe, test } from 'node:test';
import { openPage, type DrivenPage } from '../tools/driven-page.ts';
import { findEngines } from '../tools/engines.ts';
import { LibrarySite, sitePage, type SitePages } from '../tools/library-site.ts';
import { until } from '../tools/until.ts';

interface Kind {
  readonly attributes?: string;
  readonly code?: string;
  /** Links that are minted and opened after the activation. Default: 1. */
  readonly minted?: number;
  readonly opened?: number;
}

/** The kinds of element in a prerendered page. */
const KINDS: Readonly<Record<string, (site: LibrarySite) => Kind>> = {
  endpoint: ({ endpoint }) => ({ attributes: `endpoint="${endpoint}"` }),
  'endpoint, loading="lazy"': ({ endpoint }) => ({ attributes: `endpoint="${endpoint}" loading="lazy"` }),
  'endpoint, load-timeout="1"': ({ endpoint }) => ({ attributes: `endpoint="${endpoint}" load-timeout="1"` }),
  'src and endpoint': (site) => ({ attributes: `src="${site.link(1000)}" endpoint="${site.endpoint}"`, minted: 0 }),
  'only src': (site) => ({ attributes: `src="${site.link(1000)}"`, minted: 0 }),
  fetchPortalLink: ({ endpoint }) => ({
    code: `element.fetchPortalLink = () => fetch('${endpoint}').then((response) => response.json());`,
  }),
  'an endpoint that is set while the page is prerendered': ({ endpoint }) => ({
    code: `setTimeout(() => { element.endpoint = '${endpoint}'; }, 100);`,
  }),
  'a reload() while the page is prerendered': ({ endpoint }) => ({
    attributes: `endpoint="${endpoint}"`,
    code: 'setTimeout(() => element.reload().catch(() => undefined), 100);',
  }),
  'removed and added again while the page is prerendered': ({ endpoint }) => ({
    attributes: `endpoint="${endpoint}"`,
    code: 'setTimeout(() => { element.remove(); setTimeout(() => document.body.append(element), 50); }, 50);',
  }),
  'no source of links': () => ({ minted: 0, opened: 0 }),
  'mode="tab"': ({ endpoint }) => ({ attributes: `endpoint="${endpoint}" mode="tab"`, minted: 0, opened: 0 }),
};

const TYPES = ['portal-state-change', 'portal-error', 'portal-refresh', 'portal-message'];

const pages: SitePages = (path, request, site) => {
  const kind = new URL(request.url ?? '/', site.origin).searchParams.get('kind') ?? '';
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
  const { attributes = '', code = '' } = KINDS[kind]!(site);
  return {
    html: sitePage(
      `<scalekit-admin-portal ${attributes}></scalekit-admin-portal>
       <script>
         const element = document.querySelector('scalekit-admin-portal');
         ${code}
         if (document.prerendering) fetch('/prerendered');
       </script>`,
      `<script>
         window.events = [];
         const record = (event) => events.push((document.prerendering ? 'early ' : '') + event);
         console.warn = () => record('warning');
         for (const type of ${JSON.stringify(TYPES)}) addEventListener(type, () => record(type));
       </script>`,
    ),
  };
};

const CHROMIUM = findEngines().found.filter(({ engine }) => engine === 'chromium');
// Otherwise the file would have no tests, which is a failure.
if (CHROMIUM.length === 0) test('prerendered pages', { skip: 'no Chromium here' });

for (const { engine, title } of CHROMIUM) {
  describe(`a page that ${title} prerenders`, () => {
    let page: DrivenPage;
    before(async () => {
      page = await openPage(engine);
    });
    after(() => page.close());

    /** Opens a page that prerenders another, and waits until the scripts of that one have run. */
    async function onPrerendered(kind: string, use: (site: LibrarySite) => Promise<void>): Promise<void> {
      const site = await LibrarySite.start(pages);
      try {
        await page.goTo(`${site.origin}/start?kind=${encodeURIComponent(kind)}`);
        await until('the page is prerendered', async () => site.visits.includes('/prerendered'));
        // Long enough for an unwanted request, time limit or warning.
        await sleep(600);
        await use(site);
      } finally {
        await page.goTo('about:blank');
        await site.close();
      }
    }

    for (const [kind, settingsOf] of Object.entries(KINDS)) {
      test(`requests and opens no link before its activation: ${kind}`, () =>
        onPrerendered(kind, async (site) => {
          const { minted, opened } = await site.log();
          assert.equal(minted, 0);
          assert.deepEqual(opened, []);
        }));

      test(`starts with one link when it is activated: ${kind}`, () =>
        onPrerendered(kind, async (site) => {
          await page.click('#settings');
          await until('the page', async () => (await page.evaluate('location.pathname')) === '/settings');
          const { minted = 1, opened = 1 } = settingsOf(site);
          if (opened > 0) {
            const state = () => page.evaluate("document.querySelector('scalekit-admin-portal').state");
            await until('the portal', async () => (await state()) === 'ready');
          } else if (kind === 'no source of links') {
            await until('the warning', () => page.evaluate<boolean>("events.includes('warning')"));
          } else {
            await sleep(300);
          }
          const activated = await page.evaluate<number>(
            "performance.getEntriesByType('navigation')[0].activationStart",
          );
          assert.ok(activated > 0, 'the page was not prerendered');
          const events = await page.evaluate<string[]>('events');
          assert.deepEqual(
            events.filter((event) => event.startsWith('early')),
            [],
          );
          // After the activation, a time limit of 1 ms passes before the portal loads.
          if (!kind.includes('load-timeout')) assert.ok(!events.includes('portal-error'), events.join());
          assert.equal(events.filter((event) => event === 'warning').length, kind === 'no source of links' ? 1 : 0);
          assert.equal(await site.minted(), minted);
          assert.deepEqual(Object.values(await site.openings()), Array<number>(opened).fill(1));
        }));
    }
  });
}
