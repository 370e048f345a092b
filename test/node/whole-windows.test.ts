/**
 * Tests that need a whole window: visits with Turbo, pages from the HTTP cache, the referrer of a portal in a tab, the tabs of
 * a sandboxed page, and the focus in dialog libraries. They use real libraries and real keys in each engine.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openPage, type DrivenPage } from '../tools/driven-page.ts';
import { findEngines } from '../tools/engines.ts';
import { LibrarySite, sitePage, type SitePages } from '../tools/library-site.ts';
import { until } from '../tools/until.ts';

/** Libraries that fetch the next page, and replace the content of the document. */
const ROUTERS: Readonly<Record<string, string>> = {
  turbo: '<script src="/node_modules/@hotwired/turbo/dist/turbo.es2017-umd.js"></script>',
  turbolinks: '<script src="/node_modules/turbolinks/dist/turbolinks.js"></script>',
  unpoly: `<script src="/node_modules/unpoly/unpoly.js"></script>
<script>up.network.config.cacheExpireAge = 0; up.link.config.followSelectors.push('a[href]');</script>`,
};
const ELEMENT = "document.querySelector('scalekit-admin-portal')";
const STATE = `${ELEMENT}?.state`;
const tag = (site: LibrarySite, attributes = '') =>
  `<scalekit-admin-portal endpoint="${site.endpoint}" ${attributes}></scalekit-admin-portal>`;

/** The focused element, and the focused element in its shadow root. */
const FOCUS = `(() => {
  const { activeElement } = document;
  const inner = activeElement?.shadowRoot?.activeElement;
  return [activeElement?.id || activeElement?.localName, inner?.localName].filter(Boolean).join(' > ');
})()`;

/** React pages with a dialog whose last content is the element. */
const DIALOGS: Readonly<Record<string, string>> = {
  'Radix Dialog': `
    import { createElement as h } from 'react';
    import { createRoot } from 'react-dom/client';
    import * as Dialog from '@radix-ui/react-dialog';
    createRoot(document.getElementById('root')).render(
      h(Dialog.Root, { defaultOpen: true }, h(Dialog.Portal, null, h(Dialog.Content, { 'aria-describedby': undefined },
        h(Dialog.Title, null, 'Settings'), h(Dialog.Close, { id: 'close' }, 'Close'),
        h('scalekit-admin-portal', { endpoint: window.endpoint })))));`,
  'Headless UI': `
    import { createElement as h } from 'react';
    import { createRoot } from 'react-dom/client';
    import { Dialog, DialogPanel } from '@headlessui/react';
    createRoot(document.getElementById('root')).render(
      h(Dialog, { open: true, onClose: () => undefined }, h(DialogPanel, null,
        h('button', { id: 'close' }, 'Close'), h('scalekit-admin-portal', { endpoint: window.endpoint }))));`,
  'focus-trap': `
    import { createFocusTrap } from 'focus-trap';
    const root = document.getElementById('root');
    root.innerHTML = '<button id="close">Close</button>';
    const element = document.createElement('scalekit-admin-portal');
    element.setAttribute('endpoint', window.endpoint);
    root.append(element);
    createFocusTrap(root, { initialFocus: '#close' }).activate();`,
};

/** The same page with a plain frame: the element has to behave as a frame does. */
const asPlainFrame = (code: string) =>
  code.replaceAll('scalekit-admin-portal', 'iframe').replaceAll("'endpoint'", "'src'").replace('{ endpoint:', '{ src:');

const POLICIES = [
  'unsafe-url',
  'no-referrer-when-downgrade',
  'same-origin',
  'no-referrer',
  'origin',
  'strict-origin',
  '',
];

/** Tokens of a sandboxed host page that allow scripts. */
const SANDBOXES = [
  'allow-scripts allow-forms allow-popups',
  'allow-scripts allow-popups allow-same-origin',
  'allow-scripts allow-same-origin',
  'allow-scripts',
];

const pages: SitePages = (path, request, site) => {
  const query = new URL(request.url ?? '/', site.origin).searchParams;
  const [, router = '', page] = path.split('/');
  const head = ROUTERS[router];
  if (head !== undefined) {
    const body =
      page === 'settings'
        ? `<a id="home" href="/${router}/home">Home</a><a id="self" href="${path}">Again</a>${tag(site)}`
        : `<h1>Home</h1><a id="settings" href="/${router}/settings">Settings</a>`;
    return { html: sitePage(`<main>${body}</main>`, head) };
  }
  switch (path) {
    // In Chromium and Firefox, the listener keeps these two pages out of the back/forward cache.
    case '/cached': {
      const link = site.link(1000 + site.visits.filter((visit) => visit === path).length);
      return {
        html: sitePage(
          `<a id="other" href="/other">Other</a>${tag(site, `src="${link}"`)}
           <script>addEventListener('unload', () => undefined);</script>`,
        ),
        headers: { 'cache-control': query.get('cache') ?? 'private, max-age=0' },
      };
    }
    case '/cached-src':
      return {
        html: sitePage(
          `<a id="other" href="/other">Other</a><scalekit-admin-portal src="${site.link(1000)}"></scalekit-admin-portal>
           <script>addEventListener('unload', () => undefined);</script>`,
        ),
        headers: { 'cache-control': 'private, max-age=600' },
      };
    case '/other':
      return { html: sitePage('<h1>Other</h1>') };
    case '/page':
      return {
        html: sitePage(
          tag(site, `mode="${query.get('mode') ?? ''}"`),
          query.get('meta') ? `<meta name="referrer" content="${query.get('meta')}">` : '',
        ),
        headers: query.get('policy') ? { 'referrer-policy': query.get('policy')! } : {},
      };
    case '/sandbox':
      return {
        html: `<!doctype html><iframe id="host" sandbox="${query.get('tokens')}" src="/sandboxed" width="900" height="700"></iframe>`,
      };
    case '/sandboxed':
      return {
        html: sitePage(
          `<script>
             const element = document.createElement('scalekit-admin-portal');
             element.mode = 'tab';
             element.fetchPortalLink = async () => (await fetch('${site.origin}${site.endpoint}')).json();
             document.body.append(element);
             const report = (text) => parent.postMessage(text, '*');
             addEventListener('error', ({ message }) => report('error ' + message));
             addEventListener('unhandledrejection', ({ reason }) => report('error ' + reason));
             element.addEventListener('portal-error', () => report('portal-error ' + element.error.code));
             addEventListener('message', () => element.reload().then(() => report('resolved'), ({ name }) => report(name)));
             new MutationObserver(() => report('text ' + element.shadowRoot.textContent.trim()))
               .observe(element.shadowRoot, { subtree: true, childList: true, characterData: true });
           </script>`,
        ),
      };
    case '/dialog':
      return {
        html: sitePage(
          `<button id="before">Before</button><div id="root"></div><script>window.endpoint = '${query.get('endpoint')}'</script><script src="/bundle/${query.get('name')}.js"></script>`,
        ),
      };
    case '/plain-focus':
      return { html: sitePage(`<button id="close">Close</button>${tag(site)}<button id="last">Last</button>`) };
    default:
      return null;
  }
};

const ENGINES = findEngines().found;
// Otherwise the file would have no tests, which is a failure.
if (ENGINES.length === 0) test('whole windows', { skip: 'no browser here' });

for (const { engine, title } of ENGINES) {
  describe(`a window of ${title}`, () => {
    let site: LibrarySite;
    let page: DrivenPage;

    before(async () => {
      page = await openPage(engine);
    });
    after(() => page.close());

    /** Runs a test on a new site. */
    async function onSite(use: () => Promise<void>): Promise<void> {
      site = await LibrarySite.start(pages);
      try {
        await use();
      } finally {
        // First, because a server that listens keeps the process alive.
        await site.close();
        await page.closeOtherTabs();
        await page.goTo('about:blank');
      }
    }

    const run = (code: string) => page.evaluate<void>(`void ${code}`);
    const reaches = (...states: string[]) =>
      until(states.join(' or '), async () => states.includes(await page.evaluate(STATE)));
    const goesTo = (path: string) => until(path, async () => (await page.evaluate('location.pathname')) === path);
    const focusClose = () => run("document.getElementById('close').focus()");

    /** Clicks a link of the page, and waits until the new page is there and is no preview. */
    async function visit(selector: string, path: string): Promise<void> {
      await page.click(selector);
      await goesTo(path);
      await until('the page', () =>
        page.evaluate<boolean>("!document.documentElement.matches('[data-turbo-preview], [data-turbolinks-preview]')"),
      );
    }

    /** Opens a page with a portal, then another page, and goes back. */
    async function leaveAndGoBack(path: string, query = ''): Promise<void> {
      await page.goTo(site.origin + path + query);
      await reaches('ready');
      await page.click('#other');
      await goesTo('/other');
      await page.back();
      await goesTo(path);
    }

    for (const router of Object.keys(ROUTERS)) {
      test(`mints one link for each visit, with and without a preview: ${router}`, () =>
        onSite(async () => {
          await page.goTo(`${site.origin}/${router}/settings`);
          await reaches('ready');
          assert.equal(await site.minted(), 1);
          for (let visits = 2; visits <= 4; visits++) {
            await visit('#home', `/${router}/home`);
            await visit('#settings', `/${router}/settings`);
            await reaches('ready');
            // A request of the preview would have arrived before that of the page.
            assert.equal(await site.minted(), visits, `links after ${visits} visits`);
          }
          assert.deepEqual(Object.values(await site.openings()), [1, 1, 1, 1]);
        }));
    }

    test('mints one link for a visit with Turbo to the same page, and one for Back', () =>
      onSite(async () => {
        await page.goTo(`${site.origin}/turbo/settings`);
        await reaches('ready');
        await visit('#home', '/turbo/home');
        await page.back();
        await goesTo('/turbo/settings');
        await reaches('ready');
        assert.equal(await site.minted(), 2);
        await visit('#self', '/turbo/settings');
        await until('a third link', async () => (await site.minted()) >= 3);
        await reaches('ready');
        assert.equal(await site.minted(), 3);
      }));

    for (const cache of ['private, max-age=0', 'private, max-age=600', 'no-cache']) {
      test(`opens a link of "src" only once when Back brings the page from the HTTP cache: ${cache}`, () =>
        onSite(async () => {
          await leaveAndGoBack('/cached', `?cache=${encodeURIComponent(cache)}`);
          await reaches('ready');
          const openings = await site.openings();
          assert.deepEqual(
            Object.values(openings).filter((times) => times > 1),
            [],
            JSON.stringify(openings),
          );
          const restored = await page.evaluate<string>("performance.getEntriesByType('navigation')[0].type");
          // The type of a page from the back/forward cache is "navigate". It keeps its session.
          if (restored === 'back_forward') assert.equal(await site.minted(), 1);
        }));
    }

    test('mints no link, and reaches a final state, when Back brings a page with only "src"', () =>
      onSite(async () => {
        await leaveAndGoBack('/cached-src');
        await reaches('ready', 'error', 'expired');
        assert.equal(await site.minted(), 0);
      }));

    for (const mode of ['tab', 'redirect'] as const) {
      for (const source of ['policy', 'meta'] as const) {
        for (const policy of POLICIES.filter((policy) => policy || source === 'policy')) {
          test(`sends the portal at most the origin: mode="${mode}", ${source} ${policy || 'none'}`, () =>
            onSite(async () => {
              await page.goTo(`${site.origin}/page?customer=secret-42&mode=${mode}&${source}=${policy}`);
              await until('the button', () =>
                page.evaluate(`Boolean(${ELEMENT}.shadowRoot?.querySelector('[part=launch]'))`),
              );
              await page.clickPart('launch');
              const { referer } = await until('the portal', async () => (await site.log()).opened[0]);
              assert.ok(referer === null || referer === `${site.origin}/`, `the portal got ${String(referer)}`);
              assert.equal(await site.minted(), 1);
            }));
        }
      }
    }

    for (const tokens of SANDBOXES) {
      test(`treats a tab of a sandboxed page that it cannot use as blocked: ${tokens}`, () =>
        onSite(async () => {
          await site.answers([{ headers: { 'access-control-allow-origin': '*' } }]);
          await page.goTo(`${site.origin}/sandbox?tokens=${encodeURIComponent(tokens)}`);
          await run("(window.reports = [], addEventListener('message', ({ data }) => reports.push(data)))");
          const reports = () => page.evaluate<string[]>('reports');
          await until('reload() settles', async () => {
            await run("document.getElementById('host').contentWindow.postMessage('reload', '*')");
            return (await reports()).some((report) => /^(resolved|\w+Error)$/.test(report));
          });
          const reported = async (kind: string) => (await reports()).filter((report) => report.startsWith(kind));
          assert.deepEqual(await reported('error'), []);
          if ((await site.minted()) === 0) assert.match((await reported('text')).join('\n'), /blocked/);
          else {
            await until(
              'each link is opened',
              async () => Object.keys(await site.openings()).length === (await site.minted()),
            );
          }
        }));
    }

    for (const [name, code] of Object.entries(DIALOGS)) {
      const focusPath = async (plain: boolean) => {
        await site.bundle('/bundle/dialog.js', plain ? asPlainFrame(code) : code);
        const endpoint = plain ? site.link(5000) : site.endpoint;
        await page.goTo(`${site.origin}/dialog?name=dialog&endpoint=${encodeURIComponent(endpoint)}`);
        if (plain) await until('the frame', async () => (await site.log()).opened.length > 0);
        else await reaches('ready');
        await focusClose();
        const path: string[] = [await page.evaluate<string>(FOCUS)];
        for (let presses = 0; presses < 3; presses++) {
          await page.pressTab();
          path.push(await page.evaluate<string>(FOCUS));
        }
        return path;
      };

      test(`gets the focus by Tab in a dialog if a plain frame does: ${name}`, () =>
        onSite(async () => {
          const plain = await focusPath(true);
          const path = await focusPath(false);
          assert.equal(path[0], 'close');
          // The focus inside the frame differs, so only whether Tab reaches the frame counts. focus-trap skips frames.
          assert.equal(
            path.includes('scalekit-admin-portal > iframe'),
            plain.includes('iframe'),
            `element: ${path.join(', ')}; plain frame: ${plain.join(', ')}`,
          );
        }));
    }

    test('gets the focus by Tab and by focus(), which focuses the button of an error', () =>
      onSite(async () => {
        await page.goTo(`${site.origin}/plain-focus`);
        await reaches('ready');
        await focusClose();
        await page.pressTab();
        assert.equal(await page.evaluate(FOCUS), 'scalekit-admin-portal > iframe');
        await focusClose();
        assert.equal(await page.evaluate(`${ELEMENT}.tabIndex`), 0);
        await run(`${ELEMENT}.focus()`);
        assert.equal(await page.evaluate(FOCUS), 'scalekit-admin-portal > iframe');
        // The frame is the only tab stop.
        assert.equal(await page.evaluate(`${ELEMENT}.matches('[tabindex]')`), false);
        await site.answers([{ status: 410 }]);
        await run(`${ELEMENT}.reload().catch(() => undefined)`);
        await reaches('error');
        await focusClose();
        await run(`${ELEMENT}.focus()`);
        assert.equal(await page.evaluate(FOCUS), 'scalekit-admin-portal > button');
      }));
  });
}
