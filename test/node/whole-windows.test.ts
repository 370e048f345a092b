/**
 * What only a whole window shows: visits by Turbo, pages out of the HTTP cache, the address that a portal in a tab learns, a
 * sandboxed page's tabs, and the focus that a dialog library hands on. Real libraries, real keys, each engine.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { LibrarySite, sitePage, type SitePages } from '../tools/library-site.ts';
import { openWindow, soon, windowEngines, type TestWindow } from '../tools/window.ts';

/** Libraries that fetch the next page themselves, and put it in the place of the old one. */
const ROUTERS: Readonly<Record<string, string>> = {
  turbo: '<script src="/node_modules/@hotwired/turbo/dist/turbo.es2017-umd.js"></script>',
  turbolinks: '<script src="/node_modules/turbolinks/dist/turbolinks.js"></script>',
  unpoly: `<script src="/node_modules/unpoly/unpoly.js"></script>
<script>up.network.config.cacheExpireAge = 0; up.link.config.followSelectors.push('a[href]');</script>`,
};
const STATE = "document.querySelector('scalekit-admin-portal')?.state";
const E = (site: LibrarySite, more = '') =>
  `<scalekit-admin-portal endpoint="${site.endpoint}" ${more}></scalekit-admin-portal>`;

/** Shows what has the focus, through the element. */
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

/** The tag of a bare frame in place of the element: what an engine and a library do with it is what is wanted. */
const asBareFrame = (code: string) =>
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

/** In a sandboxed host page, each set of tokens that lets scripts run. */
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
        ? `<a id="home" href="/${router}/home">Home</a><a id="self" href="${path}">Again</a>${E(site)}`
        : `<h1>Home</h1><a id="settings" href="/${router}/settings">Settings</a>`;
    return { html: sitePage(`<main>${body}</main>`, head) };
  }
  switch (path) {
    case '/cached':
      return {
        html: sitePage(
          `<a id="other" href="/other">Other</a>${E(site, `src="${site.link(1000 + site.visits.filter((visit) => visit === path).length)}"`)}
           <script>addEventListener('unload', () => undefined);</script>`,
        ),
        headers: { 'cache-control': query.get('cache') ?? 'private, max-age=0' },
      };
    case '/cached-alone':
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
          E(site, `mode="${query.get('mode') ?? ''}"`),
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
             const tell = (what) => parent.postMessage(what, '*');
             addEventListener('error', ({ message }) => tell('error ' + message));
             addEventListener('unhandledrejection', ({ reason }) => tell('error ' + reason));
             element.addEventListener('portal-error', () => tell('portal-error ' + element.error.code));
             addEventListener('message', () => element.reload().then(() => tell('resolved'), ({ name }) => tell(name)));
             new MutationObserver(() => tell('words ' + element.shadowRoot.textContent.trim()))
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
      return { html: sitePage(`<button id="close">Close</button>${E(site)}<button id="last">Last</button>`) };
    default:
      return null;
  }
};

const ENGINES = windowEngines();
// Without any, the file would hold no test, which is a failure.
if (ENGINES.length === 0) test('whole windows', { skip: 'no browser here' });

for (const engine of ENGINES) {
  describe(`a window of ${engine.title}`, () => {
    let site: LibrarySite;
    let view: TestWindow;

    before(async () => {
      view = await openWindow(engine);
    });
    after(() => view.close());

    /** A site of this test's own. */
    async function onSite(use: () => Promise<void>): Promise<void> {
      site = await LibrarySite.start(pages);
      try {
        await use();
      } finally {
        // First: a server that listens would keep the process alive.
        await site.close();
        await view.closeOthers();
        await view.goTo('about:blank');
      }
    }

    const isReady = () => soon('the portal shows', async () => (await view.evaluate(STATE)) === 'ready');
    const minted = async () => (await site.log()).minted;
    const path = (wanted: string) => soon(wanted, async () => (await view.evaluate('location.pathname')) === wanted);

    /** Goes by a link of the page, as its router does, and waits until the page is no preview. */
    async function visit(selector: string, wanted: string): Promise<void> {
      await view.click(selector);
      await path(wanted);
      await soon('the page is there', async () =>
        view.evaluate<boolean>("!document.documentElement.matches('[data-turbo-preview], [data-turbolinks-preview]')"),
      );
    }

    for (const router of Object.keys(ROUTERS)) {
      test(`mints one link a visit, previews or not: ${router}`, () =>
        onSite(async () => {
          await view.goTo(`${site.origin}/${router}/settings`);
          await isReady();
          assert.equal(await minted(), 1);
          for (let visits = 2; visits <= 4; visits++) {
            await visit('#home', `/${router}/home`);
            await visit('#settings', `/${router}/settings`);
            await isReady();
            // A request of the preview's would be here by now: it was made before the page's own.
            assert.equal(await minted(), visits, `links after ${visits} visits`);
          }
          assert.deepEqual(Object.values(await site.openings()), [1, 1, 1, 1]);
        }));
    }

    test('mints one link for a visit with Turbo to the page itself, and one for Back', () =>
      onSite(async () => {
        await view.goTo(`${site.origin}/turbo/settings`);
        await isReady();
        await visit('#home', '/turbo/home');
        await view.back();
        await path('/turbo/settings');
        await isReady();
        assert.equal(await minted(), 2);
        await visit('#self', '/turbo/settings');
        await soon('a third link', async () => (await minted()) >= 3);
        await isReady();
        assert.equal(await minted(), 3);
      }));

    for (const cache of ['private, max-age=0', 'private, max-age=600', 'no-cache']) {
      test(`opens no link of "src" a second time when Back brings the page out of the HTTP cache: ${cache}`, () =>
        onSite(async () => {
          await view.goTo(`${site.origin}/cached?cache=${encodeURIComponent(cache)}`);
          await isReady();
          await view.click('#other');
          await path('/other');
          await view.back();
          await path('/cached');
          await isReady();
          const openings = await site.openings();
          assert.deepEqual(
            Object.values(openings).filter((times) => times > 1),
            [],
            JSON.stringify(openings),
          );
          const restored = await view.evaluate<string>("performance.getEntriesByType('navigation')[0].type");
          // Where the browser kept the page itself, its session goes on.
          if (restored === 'back_forward') assert.equal(await minted(), 1);
        }));
    }

    test('shows no spent link when Back brings a page with "src" alone', () =>
      onSite(async () => {
        await view.goTo(`${site.origin}/cached-alone`);
        await isReady();
        await view.click('#other');
        await path('/other');
        await view.back();
        await path('/cached-alone');
        await soon('a state', async () => ['ready', 'error', 'expired'].includes(await view.evaluate(STATE)));
        assert.equal(await minted(), 0);
      }));

    for (const mode of ['tab', 'redirect'] as const) {
      for (const how of ['policy', 'meta'] as const) {
        for (const policy of POLICIES.filter((policy) => policy || how === 'policy')) {
          test(`tells the portal the origin alone: mode="${mode}", ${how} ${policy || 'none'}`, () =>
            onSite(async () => {
              await view.goTo(`${site.origin}/page?customer=secret-42&mode=${mode}&${how}=${policy}`);
              await soon('the button', () =>
                view.evaluate(
                  "Boolean(document.querySelector('scalekit-admin-portal').shadowRoot?.querySelector('[part=launch]'))",
                ),
              );
              await view.clickPart('launch');
              const { referer } = await soon('the portal', async () => (await site.log()).opened[0]);
              assert.ok(
                referer === null || referer === `${site.origin}/`,
                `the portal got ${String(referer)}, wanted the origin or nothing`,
              );
              assert.equal(await minted(), 1);
            }));
        }
      }
    }

    for (const tokens of SANDBOXES) {
      test(`counts a tab of a sandboxed page that it cannot use as blocked: ${tokens}`, () =>
        onSite(async () => {
          await site.answers([{ headers: { 'access-control-allow-origin': '*' } }]);
          await view.goTo(`${site.origin}/sandbox?tokens=${encodeURIComponent(tokens)}`);
          await view.evaluate("void (window.told = [], addEventListener('message', ({ data }) => told.push(data)))");
          await soon('reload() settles', async () => {
            await view.evaluate("void document.getElementById('host').contentWindow.postMessage('reload', '*')");
            return (await view.evaluate<string[]>('told')).some((what) => /^(resolved|\w+Error)$/.test(what));
          });
          const told = await view.evaluate<string[]>('told');
          assert.deepEqual(
            told.filter((what) => what.startsWith('error')),
            [],
          );
          const words = told.filter((what) => what.startsWith('words')).join('\n');
          if ((await minted()) === 0) assert.match(words, /blocked/);
          else {
            await soon(
              'each link is opened',
              async () => Object.keys(await site.openings()).length === (await minted()),
            );
          }
        }));
    }

    for (const [name, code] of Object.entries(DIALOGS)) {
      const focusOf = async (bare: boolean) => {
        await site.bundle('/bundle/dialog.js', bare ? asBareFrame(code) : code);
        const endpoint = bare ? site.link(5000) : site.endpoint;
        await view.goTo(`${site.origin}/dialog?name=dialog&endpoint=${encodeURIComponent(endpoint)}`);
        if (bare) await soon('the frame', async () => (await site.log()).opened.length > 0);
        else await isReady();
        await view.evaluate("void document.getElementById('close').focus()");
        const path: string[] = [await view.evaluate<string>(FOCUS)];
        for (let presses = 0; presses < 3; presses++) {
          await view.press('Tab');
          path.push(await view.evaluate<string>(FOCUS));
        }
        return path;
      };

      test(`is reached by Tab in a dialog, as a bare frame is: ${name}`, () =>
        onSite(async () => {
          const bare = await focusOf(true);
          const path = await focusOf(false);
          assert.equal(path[0], 'close');
          // The inside of a frame has a focus of its own: what counts is that Tab gets there. focus-trap counts no frames.
          assert.equal(
            path.includes('scalekit-admin-portal > iframe'),
            bare.includes('iframe'),
            `element: ${path.join(', ')}; bare frame: ${bare.join(', ')}`,
          );
        }));
    }

    test('is reached by Tab and by focus() on a plain page, and focus() goes to the button of an error', () =>
      onSite(async () => {
        await view.goTo(`${site.origin}/plain-focus`);
        await isReady();
        await view.evaluate("void document.getElementById('close').focus()");
        await view.press('Tab');
        assert.equal(await view.evaluate(FOCUS), 'scalekit-admin-portal > iframe');
        await view.evaluate("void document.getElementById('close').focus()");
        assert.equal(await view.evaluate("document.querySelector('scalekit-admin-portal').tabIndex"), 0);
        await view.evaluate("void document.querySelector('scalekit-admin-portal').focus()");
        assert.equal(await view.evaluate(FOCUS), 'scalekit-admin-portal > iframe');
        // No stop of its own beside the frame's.
        assert.equal(
          await view.evaluate("document.querySelector('scalekit-admin-portal').matches('[tabindex]')"),
          false,
        );
        await site.answers([{ status: 410 }]);
        await view.evaluate("void document.querySelector('scalekit-admin-portal').reload().catch(() => undefined)");
        await soon('the error', async () => (await view.evaluate(STATE)) === 'error');
        await view.evaluate("void document.getElementById('close').focus()");
        await view.evaluate("void document.querySelector('scalekit-admin-portal').focus()");
        assert.equal(await view.evaluate(FOCUS), 'scalekit-admin-portal > button');
      }));
  });
}
