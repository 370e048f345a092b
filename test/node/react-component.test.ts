/**
 * The React component in a real page of React 19: rendered in the browser, and hydrated from HTML that a server rendered while
 * the element was registered before. What React 18 and the frameworks around React make of it is in `test/frameworks`.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createElement, StrictMode } from 'react';
import { renderToString } from 'react-dom/server';
import type * as ReactEntry from '../../src/frameworks/react.ts';
import { LibrarySite, sitePage } from '../tools/library-site.ts';
import { openWindow, soon, windowEngines, type TestWindow } from '../tools/window.ts';

// What is published; its types are those of the source.
const { ScalekitAdminPortal } = (await import(
  new URL('../../dist/frameworks/react.js', import.meta.url).href
)) as typeof ReactEntry;
const TOKEN = 'token-of-this-page';

/** What the server renders, and the browser once more. */
const settings = (endpoint: string, others = {}) =>
  createElement(
    StrictMode,
    null,
    createElement(
      ScalekitAdminPortal,
      {
        endpoint,
        method: 'POST',
        headers: () => ({ 'X-CSRF-Token': TOKEN }),
        onPortalError: () => undefined,
        ...others,
      },
      createElement('p', { slot: 'error' }, 'Call us.'),
    ),
  );

const RECORDER = `<script>
window.logged = [];
for (const name of ['error', 'warn']) console[name] = (...words) => window.logged.push(words.join(' '));
</script>`;

/** The page's script. `window.show(props)` renders with these props, `window.hide()` as a hidden Activity. */
const SCRIPT = `
  import { Activity, createElement as h, StrictMode } from 'react';
  import { createRoot, hydrateRoot } from 'react-dom/client';
  import { ScalekitAdminPortal } from '../../dist/frameworks/react.js';
  
  const container = document.getElementById('root');
  const heard = (window.heard = []);
  window.hear = (word) => (event) => heard.push([word, event.type, event.currentTarget.state].join(' '));
  const headers = () => ({ 'X-CSRF-Token': '${TOKEN}' });
  const portal = (props) => h(ScalekitAdminPortal,
    { method: 'POST', headers: () => headers(), onPortalStateChange: window.hear('a'), onPortalError: window.hear('a'), ...props },
    h('p', { slot: 'error' }, 'Call us.'));
  let root;
  const render = (tree) => {
    if (root) return root.render(tree);
    if (container.firstChild) root = hydrateRoot(container, tree, { onRecoverableError: (error) => window.logged.push(String(error)) });
    else (root = createRoot(container)).render(tree);
  };
  window.show = (props) => render(h(StrictMode, null, portal(props)));
  window.showIn = (mode, props) => render(h(Activity, { mode }, portal(props)));
  window.unmount = () => root.unmount();
  window.isLoaded = true;
`;

describe('the React component', () => {
  describe('on a server', () => {
    const html = (props: object) => renderToString(createElement(ScalekitAdminPortal, props));

    it('renders the tag alone, which waits and holds its place: no function, no token, no link', () => {
      const props = {
        endpoint: '/api/portal-link',
        src: 'https://acme.scalekit.com/magicLink/1',
        csrfToken: TOKEN,
        headers: () => ({}),
        labels: { retry: 'Once more' },
        onPortalError: () => undefined,
        className: 'settings',
        id: 'portal',
      };
      assert.equal(
        html(props),
        '<scalekit-admin-portal id="portal" class="settings" style="display:block;min-height:600px" defer-hydration="">' +
          '</scalekit-admin-portal>',
      );
    });

    it('holds as much of the page as the portal will have, and nothing where it shows no frame', () => {
      assert.match(html({ height: 720 }), /min-height:720px/);
      assert.match(html({ height: 1 }), /min-height:600px/);
      assert.match(html({ style: { minHeight: 900 } }), /display:block;min-height:900px/);
      for (const props of [{ reserveHeight: false }, { mode: 'tab' }, { mode: 'redirect' }, { hidden: true }]) {
        assert.doesNotMatch(html(props), /style/, JSON.stringify(props));
      }
    });
  });

  for (const engine of windowEngines()) {
    describe(`in ${engine.title}`, () => {
      let view: TestWindow;
      let site: LibrarySite;

      before(async () => {
        view = await openWindow(engine);
        site = await LibrarySite.start((path) => {
          const root = path === '/hydrated' ? renderToString(settings(site.endpoint)) : '';
          // With the drop-in, the element is registered before React is there.
          return { html: sitePage(`<div id="root">${root}</div><p id="below">Below</p>`, RECORDER) };
        });
        await site.bundle('/page.js', SCRIPT);
      });
      after(async () => {
        await site.close();
        await view.close();
      });

      const load = () =>
        view
          .evaluate(
            "void document.body.appendChild(Object.assign(document.createElement('script'), { src: '/page.js' }))",
          )
          .then(() => soon('the script', () => view.evaluate<boolean>('window.isLoaded === true')));
      const run = (call: string) => view.evaluate<void>(`void (${call})`);
      const heard = () => view.evaluate<string[]>('window.heard');
      const element = (property: string) =>
        view.evaluate<unknown>(`document.querySelector('scalekit-admin-portal').${property}`);
      const state = (wanted: string) => soon(wanted, async () => (await element('state')) === wanted);
      const below = () => view.evaluate<number>("document.getElementById('below').getBoundingClientRect().top");
      /** Requests since the test began. */
      let from = { requests: 0, minted: 0 };
      const log = async () => {
        const { requests, minted } = await site.log();
        return { requests: requests.slice(from.requests), minted: minted - from.minted };
      };
      async function open(path: '/hydrated' | '/rendered'): Promise<void> {
        const { requests, minted } = await site.log();
        from = { requests: requests.length, minted };
        await site.answers([{}]);
        await view.goTo(site.origin + path);
      }
      /** What would be asked or warned is, by then. */
      const aTaskAfterTheUpdate = () =>
        view.evaluate(
          "document.querySelector('scalekit-admin-portal').updateComplete.then(() => new Promise((resolve) => setTimeout(resolve)))",
        );
      const props = (more = '') => `{ endpoint: '${site.endpoint}', ${more} }`;

      /** Renders the component: one request with its headers, one link, each event heard, nothing in the console. */
      async function showsRight(): Promise<void> {
        await load();
        await run(`show(${props()})`);
        await state('ready');
        const { requests, minted } = await log();
        assert.deepEqual(
          requests.map(({ headers }) => headers['x-csrf-token']),
          [TOKEN],
        );
        assert.equal(minted, 1);
        assert.deepEqual(await heard(), ['a portal-state-change loading', 'a portal-state-change ready']);
        assert.deepEqual(await view.evaluate('window.logged'), []);
      }

      it('asks once, with its headers, after it is hydrated, and the first event finds its handler', async () => {
        await open('/hydrated');
        const place = await below();
        await aTaskAfterTheUpdate();
        assert.deepEqual((await log()).requests, []);
        await showsRight();
        assert.equal(await below(), place, 'what is below has moved');
        assert.equal(
          await element('outerHTML'),
          `<scalekit-admin-portal style="" method="POST" endpoint="${site.endpoint}"><p slot="error">Call us.</p></scalekit-admin-portal>`,
        );
      });

      it('hands the first error to its handler after it is hydrated', async () => {
        await open('/hydrated');
        await site.answers([{ status: 404 }]);
        await load();
        await run(`show(${props()})`);
        await state('error');
        assert.deepEqual((await heard()).at(-1), 'a portal-error error');
        assert.equal((await log()).requests.length, 1);
      });

      it('asks once where the browser renders it', async () => {
        await open('/rendered');
        await showsRight();
      });

      it('sets what has changed and no more, and restores the default of what is gone', async () => {
        await open('/rendered');
        await load();
        await run(`show(${props("height: 720, frameTitle: 'Access', src: null")})`);
        await state('ready');
        await run(`Object.defineProperty(document.querySelector('scalekit-admin-portal'), 'endpoint',
          { get: () => '${site.endpoint}', set() { window.heard.push('endpoint is set'); } })`);
        await run(`show(${props('onPortalMessage: window.hear("b"), onPortalStateChange: window.hear("b")')})`);
        await soon('the default', async () => (await element('height')) == null);
        assert.equal(
          await view.evaluate(
            "document.querySelector('scalekit-admin-portal').shadowRoot.querySelector('iframe').title",
          ),
          'Admin portal',
        );
        assert.ok(!(await heard()).includes('endpoint is set'), 'what has not changed is set again');
        const before = (await heard()).length;
        await run("document.querySelector('scalekit-admin-portal').reload()");
        await soon('the next session', async () => (await heard()).slice(before).includes('b portal-message ready'));
        assert.deepEqual((await heard()).slice(before), [
          'b portal-state-change loading',
          'b portal-state-change ready',
          'b portal-message ready',
        ]);
        assert.equal((await log()).minted, 2);
      });

      it('mints nothing while its Activity is hidden, and goes on with its session when that is hidden later', async () => {
        await open('/rendered');
        await load();
        await run(`showIn('hidden', ${props()})`);
        await soon('the hidden tag', () =>
          view.evaluate<boolean>("document.querySelector('scalekit-admin-portal') !== null"),
        );
        await aTaskAfterTheUpdate();
        assert.deepEqual((await log()).requests, []);
        assert.deepEqual(await view.evaluate('window.logged'), []);
        await run(`showIn('visible', ${props()})`);
        await state('ready');
        await run(`showIn('hidden', ${props()})`);
        await soon('hidden', async () => (await element('checkVisibility()')) === false);
        await run(`showIn('visible', ${props()})`);
        await soon('visible', async () => (await element('checkVisibility()')) === true);
        assert.equal(await element('state'), 'ready');
        assert.equal((await log()).minted, 1);
        assert.equal((await log()).requests.length, 1);
      });

      it('gives its element to the ref, and null when it is gone', async () => {
        await open('/rendered');
        await load();
        await run('window.refs = []');
        await run(`show(${props('ref: (element) => { window.refs.push(element?.localName ?? null); }')})`);
        await state('ready');
        await run('unmount()');
        await soon('the end', () => view.evaluate<boolean>("document.querySelector('scalekit-admin-portal') === null"));
        const refs = await view.evaluate<(string | null)[]>('window.refs');
        assert.equal(refs.at(-2), 'scalekit-admin-portal');
        assert.equal(refs.at(-1), null);
      });
    });
  }
});
