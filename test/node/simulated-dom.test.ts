/**
 * The drop-in in jsdom and happy-dom, for the unit tests of adopters. They lack some features of browsers. Tests can create
 * the element, set it, add and remove it, and listen to its events, and nothing throws.
 */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { Window } from 'happy-dom';
import { JSDOM, VirtualConsole } from 'jsdom';
import type { ScalekitAdminPortalElement } from '../../src/scalekit-admin-portal-element.ts';
import { startServer, type TestServer } from '../tools/test-server.ts';
import { until } from '../tools/until.ts';

const DROP_IN = await readFile(new URL('../../dist/scalekit-admin-portal.min.js', import.meta.url), 'utf8');

/** A page of a simulated DOM that has run the drop-in. */
interface SimulatedPage {
  readonly document: Document;
  /** The uncaught errors of the page. */
  readonly errors: unknown[];
  close(): Promise<void>;
}

type OpenPage = (url: string) => SimulatedPage;

const openJsdom =
  (prepare: (window: object) => void): OpenPage =>
  (url) => {
    const errors: unknown[] = [];
    const virtualConsole = new VirtualConsole();
    virtualConsole.on('jsdomError', (error: Error & { type?: string }) => {
      // jsdom reports tabs and navigation as not implemented.
      if (error.type !== 'not-implemented') errors.push(error);
    });
    const dom = new JSDOM('<!doctype html><body></body>', { url, runScripts: 'outside-only', virtualConsole });
    prepare(dom.window);
    dom.window.eval(DROP_IN);
    return { document: dom.window.document, errors, close: async () => dom.window.close() };
  };

const openHappyDom: OpenPage = (url) => {
  const settings = { suppressInsecureJavaScriptEnvironmentWarning: true, enableJavaScriptEvaluation: true };
  const window = new Window({ url, settings });
  const errors: unknown[] = [];
  window.addEventListener('error', (event) => errors.push(event));
  window.eval(DROP_IN);
  return { document: window.document as unknown as Document, errors, close: () => window.happyDOM.close() };
};

/** jsdom has no fetch. Adopters may add one. */
const PAGES: Readonly<Record<string, OpenPage>> = {
  jsdom: openJsdom(() => undefined),
  'jsdom with the fetch of Node': openJsdom((window) => Object.assign(window, { fetch, Headers })),
  'happy-dom': openHappyDom,
};

for (const [name, open] of Object.entries(PAGES)) {
  describe(`the drop-in in ${name}`, () => {
    let server: TestServer;
    let answers = 0;
    const unhandled: unknown[] = [];
    const onUnhandled = (reason: unknown) => unhandled.push(reason);

    before(async () => {
      process.on('unhandledRejection', onUnhandled);
      server = await startServer((request, response) => {
        answers++;
        response
          .writeHead(request.url === '/fails' ? 404 : 200, { 'content-type': 'application/json' })
          .end(JSON.stringify({ location: `https://portal.example/${answers}` }));
      });
    });
    after(async () => {
      process.off('unhandledRejection', onUnhandled);
      await server.close();
    });

    /** Runs a test on a new page, and checks that nothing was thrown. */
    async function onPage(use: (document: Document) => Promise<void>): Promise<void> {
      const page = open(server.origin);
      try {
        await use(page.document);
        // Later errors are thrown within a few tasks.
        await new Promise((resolve) => setTimeout(resolve, 50));
      } finally {
        await page.close();
      }
      assert.deepEqual(page.errors, []);
      assert.deepEqual(unhandled, []);
    }

    const create = (
      document: Document,
      values: Partial<ScalekitAdminPortalElement> = {},
    ): ScalekitAdminPortalElement => {
      const element = document.createElement('scalekit-admin-portal');
      assert.ok('updateComplete' in element, 'the element was not created');
      return Object.assign(element, values);
    };

    const nextEvent = (element: Element, type: string) =>
      new Promise<CustomEvent<unknown>>((resolve, reject) => {
        element.addEventListener(type, (event) => resolve(event as CustomEvent<unknown>), { once: true });
        setTimeout(() => reject(new Error(`Timed out: ${type}`)), 10_000).unref();
      });

    test('creates an element whose attributes and properties agree', () =>
      onPage(async (document) => {
        const element = create(document);
        assert.equal(element.localName, 'scalekit-admin-portal');
        assert.equal(element.outerHTML, '<scalekit-admin-portal></scalekit-admin-portal>');
        assert.equal(element.state, 'idle');
        element.setAttribute('endpoint', '/link');
        element.setAttribute('frame-title', 'Settings');
        element.setAttribute('height', '700');
        assert.equal(element.endpoint, '/link');
        assert.equal(element.frameTitle, 'Settings');
        assert.equal(element.height, 700);
        element.mode = 'tab';
        // Lit updates the element once it is on the page.
        document.body.append(element);
        await element.updateComplete;
        assert.equal(element.getAttribute('mode'), 'tab');
      }));

    test('upgrades an element in parsed HTML', () =>
      onPage(async (document) => {
        document.body.innerHTML = '<p><scalekit-admin-portal endpoint="/link" mode="tab"></scalekit-admin-portal></p>';
        const element = document.querySelector('scalekit-admin-portal')!;
        assert.ok('updateComplete' in element, 'the element was not upgraded');
        await element.updateComplete;
        assert.equal(element.endpoint, '/link');
        assert.ok(element.shadowRoot!.querySelector('[part=launch]'));
      }));

    for (const loading of ['eager', 'lazy'] as const) {
      test(`shows a frame with the link of a function, also after it was removed, loading="${loading}"`, () =>
        onPage(async (document) => {
          let calls = 0;
          const fetchPortalLink = async () => `https://portal.example/${++calls}`;
          const element = create(document, { loading, fetchPortalLink });
          const states: string[] = [];
          element.addEventListener('portal-state-change', ({ detail }) => states.push(detail.state));
          const frame = () => until('the frame', async () => element.shadowRoot!.querySelector('iframe'));
          const stateChange = nextEvent(element, 'portal-state-change');
          document.body.append(element);
          await stateChange;
          assert.equal((await frame()).src, 'https://portal.example/1');
          element.remove();
          await new Promise((resolve) => setTimeout(resolve, 20));
          assert.equal(element.state, 'idle');
          document.body.append(element);
          await frame();
          assert.equal(calls, 2);
          element.remove();
          assert.equal(states[0], 'loading');
        }));
    }

    test('fires an error event, and reload() rejects with the same error', () =>
      onPage(async (document) => {
        const element = create(document, { fetchPortalLink: async () => ({}) as string });
        const error = nextEvent(element, 'portal-error');
        document.body.append(element);
        const { detail } = await error;
        assert.equal((detail as { error: { code: string } }).error.code, 'RESPONSE_INVALID');
        assert.equal(element.state, 'error');
        await assert.rejects(element.reload(), { name: 'PortalError', code: 'RESPONSE_INVALID' });
        element.remove();
      }));

    test('settles reload() when it is removed', () =>
      onPage(async (document) => {
        const element = create(document, { fetchPortalLink: () => new Promise(() => undefined) });
        document.body.append(element);
        await until('loading', async () => element.state === 'loading');
        const outcome = element.reload();
        element.remove();
        await assert.rejects(outcome, { name: 'AbortError' });
      }));

    test('fires an event with a code if the request to the endpoint fails', () =>
      onPage(async (document) => {
        const element = create(document, { endpoint: '/fails' });
        const event = nextEvent(element, 'portal-error');
        document.body.append(element);
        const { error } = (await event).detail as { error: { name: string; code: string } };
        assert.equal(error.name, 'PortalError');
        assert.match(error.code, /^ENDPOINT_/);
        element.remove();
      }));

    test('shows a button for a tab, and a click throws nothing', () =>
      onPage(async (document) => {
        const fetchPortalLink = async () => 'https://portal.example/1';
        const element = create(document, { mode: 'tab', fetchPortalLink });
        document.body.append(element);
        await element.updateComplete;
        // A simulated DOM has no tabs. reload() settles anyway.
        element.shadowRoot!.querySelector<HTMLElement>('[part=launch]')!.click();
        await element.reload().catch(() => undefined);
        element.remove();
      }));
  });
}
