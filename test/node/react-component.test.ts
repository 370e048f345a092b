/**
 * The React component in a page of React 19: rendered in the browser, and hydrated from the HTML of a server after the element
 * was registered. `test/frameworks` has React 18 and the frameworks that use React.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createElement, StrictMode } from 'react';
import { renderToString } from 'react-dom/server';
import type * as ReactEntry from '../../src/frameworks/react.ts';
import { openPage, type DrivenPage } from '../tools/driven-page.ts';
import { findEngines } from '../tools/engines.ts';
import { LibrarySite, sitePage } from '../tools/library-site.ts';
import { until } from '../tools/until.ts';

// The published file. Its types are those of the source.
const { ScalekitAdminPortal } = (await import(
  new URL('../../dist/frameworks/react.js', import.meta.url).href
)) as typeof ReactEntry;
const TOKEN = 'token-of-this-page';

/** The component as the server renders it. The script of the page renders the same. */
const settings = (endpoint: string) => {
  const headers = () => ({ 'X-CSRF-Token': TOKEN });
  const props = { endpoint, method: 'POST', headers, onPortalError: () => undefined } as const;
  const slot = createElement('p', { slot: 'error' }, 'Call us.');
  return createElement(StrictMode, null, createElement(ScalekitAdminPortal, props, slot));
};

const RECORDER = `<script>
window.logged = [];
for (const name of ['error', 'warn']) console[name] = (...parts) => window.logged.push(parts.join(' '));
</script>`;

/** The page's script. `window.show(props)` renders with these props, `window.showIn('hidden', props)` in a hidden Activity. */
const SCRIPT = `
  import { Activity, createElement as h, StrictMode } from 'react';
  import { createRoot, hydrateRoot } from 'react-dom/client';
  import { ScalekitAdminPortal } from '../../dist/frameworks/react.js';
  
  const container = document.getElementById('root');
  const events = (window.events = []);
  window.record = (name) => (event) => events.push([name, event.type, event.currentTarget.state].join(' '));
  const headers = () => ({ 'X-CSRF-Token': '${TOKEN}' });
  const portal = (props) => h(ScalekitAdminPortal,
    { method: 'POST', headers: () => headers(), onPortalStateChange: window.record('a'), onPortalError: window.record('a'), ...props },
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

const ELEMENT = "document.querySelector('scalekit-admin-portal')";

describe('the React component', () => {
  describe('on a server', () => {
    const html = (props: object) => renderToString(createElement(ScalekitAdminPortal, props));

    it('renders only the tag, which waits and reserves its height, without functions, token and link', () => {
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

    it('reserves the height of the portal, and no height where it shows no frame', () => {
      assert.match(html({ height: 720 }), /min-height:720px/);
      assert.match(html({ height: 1 }), /min-height:600px/);
      assert.match(html({ style: { minHeight: 900 } }), /display:block;min-height:900px/);
      for (const props of [{ reserveHeight: false }, { mode: 'tab' }, { mode: 'redirect' }, { hidden: true }]) {
        assert.doesNotMatch(html(props), /style/, JSON.stringify(props));
      }
    });
  });

  for (const { engine, title } of findEngines().found) {
    describe(`in ${title}`, () => {
      let page: DrivenPage;
      let site: LibrarySite;

      before(async () => {
        page = await openPage(engine);
        site = await LibrarySite.start((path) => {
          const root = path === '/hydrated' ? renderToString(settings(site.endpoint)) : '';
          // The drop-in registers the element before React loads.
          return { html: sitePage(`<div id="root">${root}</div><p id="below">Below</p>`, RECORDER) };
        });
        await site.bundle('/page.js', SCRIPT);
      });
      after(async () => {
        await site.close();
        await page.close();
      });

      const run = (call: string) => page.evaluate<void>(`void (${call})`);
      const loadReact = async (): Promise<void> => {
        await run("document.body.appendChild(Object.assign(document.createElement('script'), { src: '/page.js' }))");
        await until('the script', () => page.evaluate<boolean>('window.isLoaded === true'));
      };
      const events = () => page.evaluate<string[]>('window.events');
      const logged = () => page.evaluate<string[]>('window.logged');
      const element = (property: string) => page.evaluate<unknown>(`${ELEMENT}.${property}`);
      const reaches = (state: string) => until(state, async () => (await element('state')) === state);
      const topOfBelow = () => page.evaluate<number>("document.getElementById('below').getBoundingClientRect().top");
      /** Number of requests and links when the test began. */
      let initial = { requests: 0, minted: 0 };
      const log = async () => {
        const { requests, minted } = await site.log();
        return { requests: requests.slice(initial.requests), minted: minted - initial.minted };
      };
      async function open(path: '/hydrated' | '/rendered'): Promise<void> {
        const { requests, minted } = await site.log();
        initial = { requests: requests.length, minted };
        await site.answers([{}]);
        await page.goTo(site.origin + path);
      }
      /** A request or a warning of the update has happened one task later. */
      const taskAfterUpdate = () =>
        page.evaluate(`${ELEMENT}.updateComplete.then(() => new Promise((resolve) => setTimeout(resolve)))`);
      const props = (more = '') => `{ endpoint: '${site.endpoint}', ${more} }`;

      async function rendersTheComponent(): Promise<void> {
        await loadReact();
        await run(`show(${props()})`);
        await reaches('ready');
        const { requests, minted } = await log();
        assert.deepEqual(
          requests.map(({ headers }) => headers['x-csrf-token']),
          [TOKEN],
        );
        assert.equal(minted, 1);
        assert.deepEqual(await events(), ['a portal-state-change loading', 'a portal-state-change ready']);
        assert.deepEqual(await logged(), []);
      }

      it('sends one request with its headers after hydration, and its handlers get all events', async () => {
        await open('/hydrated');
        const top = await topOfBelow();
        await taskAfterUpdate();
        assert.deepEqual((await log()).requests, []);
        await rendersTheComponent();
        assert.equal(await topOfBelow(), top, 'the content below has moved');
        assert.equal(
          await element('outerHTML'),
          `<scalekit-admin-portal style="" method="POST" endpoint="${site.endpoint}"><p slot="error">Call us.</p></scalekit-admin-portal>`,
        );
      });

      it('passes the first error after hydration to its handler', async () => {
        await open('/hydrated');
        await site.answers([{ status: 404 }]);
        await loadReact();
        await run(`show(${props()})`);
        await reaches('error');
        assert.equal((await events()).at(-1), 'a portal-error error');
        assert.equal((await log()).requests.length, 1);
      });

      it('sends one request with its headers when the browser renders it, and its handlers get all events', async () => {
        await open('/rendered');
        await rendersTheComponent();
      });

      it('only sets changed props, and restores the default of removed props', async () => {
        await open('/rendered');
        await loadReact();
        await run(`show(${props("height: 720, frameTitle: 'Access', src: null")})`);
        await reaches('ready');
        await run(`Object.defineProperty(${ELEMENT}, 'endpoint',
          { get: () => '${site.endpoint}', set() { window.events.push('endpoint is set'); } })`);
        await run(`show(${props('onPortalMessage: window.record("b"), onPortalStateChange: window.record("b")')})`);
        await until('the default', async () => (await element('height')) == null);
        assert.equal(await element("shadowRoot.querySelector('iframe').title"), 'Admin portal');
        assert.ok(!(await events()).includes('endpoint is set'), 'an unchanged prop was set');
        const before = (await events()).length;
        await run(`${ELEMENT}.reload()`);
        await until('the next session', async () => (await events()).slice(before).includes('b portal-message ready'));
        assert.deepEqual((await events()).slice(before), [
          'b portal-state-change loading',
          'b portal-state-change ready',
          'b portal-message ready',
        ]);
        assert.equal((await log()).minted, 2);
      });

      it('mints no link in a hidden Activity, and keeps its session when the Activity is hidden later', async () => {
        await open('/rendered');
        await loadReact();
        await run(`showIn('hidden', ${props()})`);
        await until('the hidden tag', () => page.evaluate<boolean>(`${ELEMENT} !== null`));
        await taskAfterUpdate();
        assert.deepEqual((await log()).requests, []);
        assert.deepEqual(await logged(), []);
        await run(`showIn('visible', ${props()})`);
        await reaches('ready');
        await run(`showIn('hidden', ${props()})`);
        await until('hidden', async () => (await element('checkVisibility()')) === false);
        await run(`showIn('visible', ${props()})`);
        await until('visible', async () => (await element('checkVisibility()')) === true);
        assert.equal(await element('state'), 'ready');
        const { requests, minted } = await log();
        assert.deepEqual([requests.length, minted], [1, 1]);
      });

      it('passes its element to the ref, and null after it is unmounted', async () => {
        await open('/rendered');
        await loadReact();
        await run('window.refs = []');
        await run(`show(${props('ref: (element) => { window.refs.push(element?.localName ?? null); }')})`);
        await reaches('ready');
        await run('unmount()');
        await until('the end', () => page.evaluate<boolean>(`${ELEMENT} === null`));
        const refs = await page.evaluate<(string | null)[]>('window.refs');
        assert.deepEqual(refs.slice(-2), ['scalekit-admin-portal', null]);
      });
    });
  }
});
