/**
 * Adopters' unit tests: the drop-in in jsdom and happy-dom, which lack some of what browsers have. The element can be made,
 * set, put in and taken out, and its events heard; nothing throws.
 */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { Window } from 'happy-dom';
import { JSDOM, VirtualConsole } from 'jsdom';
import type { ScalekitAdminPortalElement } from '../../src/scalekit-admin-portal-element.ts';

const DROP_IN = new URL('../../dist/scalekit-admin-portal.min.js', import.meta.url);

/** A page of a simulated DOM that has run the drop-in. */
interface SimulatedPage {
  readonly document: Document;
  /** What the page has reported as thrown. */
  readonly errors: unknown[];
  close(): Promise<void>;
}

type OpenPage = (url: string, script: string) => Promise<SimulatedPage>;

const openJsdom =
  (prepare: (window: object) => void): OpenPage =>
  async (url, script) => {
    const errors: unknown[] = [];
    const virtualConsole = new VirtualConsole();
    virtualConsole.on('jsdomError', (error: Error & { type?: string }) => {
      // jsdom has no tabs and no navigation, and says so.
      if (error.type !== 'not-implemented') errors.push(error);
    });
    const dom = new JSDOM('<!doctype html><body></body>', { url, runScripts: 'outside-only', virtualConsole });
    prepare(dom.window);
    dom.window.eval(script);
    return { document: dom.window.document, errors, close: async () => dom.window.close() };
  };

const openHappyDom: OpenPage = async (url, script) => {
  const window = new Window({
    url,
    settings: {
      suppressInsecureJavaScriptEnvironmentWarning: true,
      enableJavaScriptEvaluation: true,
    },
  });
  const errors: unknown[] = [];
  window.addEventListener('error', (event) => errors.push(event));
  window.eval(script);
  return {
    document: window.document as unknown as Document,
    errors,
    close: () => window.happyDOM.close(),
  };
};

/** jsdom has no fetch: adopters bring one. */
const PAGES: Readonly<Record<string, OpenPage>> = {
  jsdom: openJsdom(() => undefined),
  'jsdom with the fetch of Node': openJsdom((window) => Object.assign(window, { fetch, Headers })),
  'happy-dom': openHappyDom,
};

for (const [name, open] of Object.entries(PAGES)) {
  describe(`the drop-in in ${name}`, () => {
    let server: Server;
    let origin = '';
    let answered = 0;
    const unhandled: unknown[] = [];
    const onUnhandled = (reason: unknown) => unhandled.push(reason);

    before(async () => {
      process.on('unhandledRejection', onUnhandled);
      server = createServer((request, response) => {
        answered++;
        const fails = request.url === '/fails';
        response
          .writeHead(fails ? 404 : 200, { 'content-type': 'application/json' })
          .end(JSON.stringify({ location: `https://portal.example/${answered}` }));
      });
      await new Promise<void>((resolve) => server.listen(0, resolve));
      origin = `http://localhost:${(server.address() as AddressInfo).port}`;
    });
    after(() => {
      process.off('unhandledRejection', onUnhandled);
      server.closeAllConnections();
      server.close();
    });

    /** Runs a test on a new page, and looks at what was thrown on it. */
    async function onPage(use: (document: Document) => Promise<void>): Promise<void> {
      const page = await open(origin, await readFile(DROP_IN, 'utf8'));
      try {
        await use(page.document);
        // What is thrown later is thrown within a few tasks.
        await new Promise((resolve) => setTimeout(resolve, 50));
      } finally {
        await page.close();
      }
      assert.deepEqual(page.errors, []);
      assert.deepEqual(unhandled, []);
    }

    const create = (document: Document): ScalekitAdminPortalElement => {
      const element = document.createElement('scalekit-admin-portal');
      assert.ok('updateComplete' in element, 'the element was made');
      return element;
    };

    /** Waits for an event of an element. */
    const heard = (element: Element, type: string) =>
      new Promise<CustomEvent<unknown>>((resolve, reject) => {
        element.addEventListener(type, (event) => resolve(event as CustomEvent<unknown>), { once: true });
        setTimeout(() => reject(new Error(`Waited in vain for ${type}`)), 10_000).unref();
      });

    test('makes an element whose attributes and properties are in step', () =>
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
        // Lit's first update comes with the page.
        document.body.append(element);
        await element.updateComplete;
        assert.equal(element.getAttribute('mode'), 'tab');
      }));

    test('upgrades an element that the page was parsed with', () =>
      onPage(async (document) => {
        document.body.innerHTML = '<p><scalekit-admin-portal endpoint="/link" mode="tab"></scalekit-admin-portal></p>';
        const element = document.querySelector('scalekit-admin-portal')!;
        assert.ok('updateComplete' in element, 'the element was upgraded');
        await element.updateComplete;
        assert.equal(element.endpoint, '/link');
        assert.ok(element.shadowRoot!.querySelector('[part=launch]'));
      }));

    for (const loading of ['eager', 'lazy'] as const) {
      test(`shows a frame with the link of a function, goes and comes back, loading="${loading}"`, () =>
        onPage(async (document) => {
          const element = create(document);
          let asked = 0;
          element.loading = loading;
          element.fetchPortalLink = async () => `https://portal.example/${++asked}`;
          const states: string[] = [];
          element.addEventListener('portal-state-change', ({ detail }) => states.push(detail.state));
          const loadingHeard = heard(element, 'portal-state-change');
          document.body.append(element);
          await loadingHeard;
          const frame = await eventually(() => element.shadowRoot!.querySelector('iframe'));
          assert.equal(frame.src, 'https://portal.example/1');
          element.remove();
          await new Promise((resolve) => setTimeout(resolve, 20));
          assert.equal(element.state, 'idle');
          document.body.append(element);
          await eventually(() => element.shadowRoot!.querySelector('iframe'));
          assert.equal(asked, 2);
          element.remove();
          assert.equal(states[0], 'loading');
        }));
    }

    test('says that it fails, and reload() rejects with the same kind of error', () =>
      onPage(async (document) => {
        const element = create(document);
        element.fetchPortalLink = async () => ({}) as string;
        const failed = heard(element, 'portal-error');
        document.body.append(element);
        const { detail } = await failed;
        assert.equal((detail as { error: { code: string } }).error.code, 'RESPONSE_INVALID');
        assert.equal(element.state, 'error');
        await assert.rejects(element.reload(), { name: 'PortalError', code: 'RESPONSE_INVALID' });
        element.remove();
      }));

    test('settles reload() when it is taken out', () =>
      onPage(async (document) => {
        const element = create(document);
        element.fetchPortalLink = () => new Promise(() => undefined);
        document.body.append(element);
        await eventually(() => element.state === 'loading');
        const outcome = element.reload();
        element.remove();
        await assert.rejects(outcome, { name: 'AbortError' });
      }));

    test('asks the endpoint, or says why it cannot', () =>
      onPage(async (document) => {
        const element = create(document);
        element.endpoint = '/fails';
        const failed = heard(element, 'portal-error');
        document.body.append(element);
        const { error } = (await failed).detail as { error: { name: string; code: string } };
        assert.equal(error.name, 'PortalError');
        assert.match(error.code, /^ENDPOINT_/);
        element.remove();
      }));

    test('shows a button that opens a tab, and hears its click', () =>
      onPage(async (document) => {
        const element = create(document);
        element.mode = 'tab';
        element.fetchPortalLink = async () => 'https://portal.example/1';
        document.body.append(element);
        await element.updateComplete;
        // There are no tabs here: whatever it does instead, nothing throws, and reload() settles.
        element.shadowRoot!.querySelector<HTMLElement>('[part=launch]')!.click();
        await element.reload().catch(() => undefined);
        element.remove();
      }));
  });
}

/** Polls until something is there. */
async function eventually<T>(look: () => T | null | undefined | false): Promise<T> {
  for (const end = Date.now() + 5000; Date.now() < end;) {
    const found = look();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error('Waited in vain.');
}
