/**
 * A host page with HTML and libraries of its own, in a frame of the test page: served over HTTP, with a real address. The
 * element on it shows a portal on another site, which posts what the test says. The page writes down what happens on it.
 */
import { fixtureSync } from '@open-wc/testing';
import type { ScalekitAdminPortalElement } from '../../src/scalekit-admin-portal-element.ts';
import { Backend, target, until, type PortalCommand, type PortalScript } from '../tools/backend.ts';
import { loadSuccess, ssoEnabled } from '../tools/sample-messages.ts';

/** HTML of a page, with the element in the place of `{portal}`. */
export interface LibraryHtml {
  /** In the head, before the element's script. */
  readonly early?: string;
  /** In the head, after the element's script. */
  readonly head?: string;
  readonly body: string;
}

/** What the scripts of the page may use. */
interface PageGlobals {
  /** What has happened, in order: listeners that ran, requests, navigations. */
  happened: string[];
  tell(command: PortalCommand): void;
  /** When the last message came, in ms of the page's performance clock: before any other listener of messages. */
  messageAt: number;
}

const ELEMENT = {
  source: '<script type="module" src="/src/index.ts"></script>',
  'drop-in': '<script src="/dist/scalekit-admin-portal.min.js"></script>',
};

/**
 * Runs before every library. Requests to the element's own endpoint and for scripts of the page are not written down; a page that
 * is left is.
 */
const recorder = (endpoint: string) => `<script>
window.happened = [];
// Listeners of a window run in the order in which they were added, in Chromium also those that capture.
addEventListener('message', () => (window.messageAt = performance.now()));
window.note = (what) => void happened.push(what);
{
  const send = fetch;
  window.fetch = (input, init) => {
    const url = new URL(input.url ?? input, location.href);
    if (url.href !== ${JSON.stringify(endpoint)}) note('request ' + (init?.method ?? input.method ?? 'GET') + ' ' + url.search);
    return send(input, init);
  };
  const open = XMLHttpRequest.prototype.open;
  XMLHttpRequest.prototype.open = function (method, url, ...rest) {
    note('request ' + method + ' ' + new URL(url, location.href).search);
    return open.call(this, method, url, ...rest);
  };
  for (const name of ['pushState', 'replaceState']) {
    const change = history[name].bind(history);
    history[name] = (state, title, url) => {
      if (url && new URL(url, location.href).href !== location.href) note('address ' + url);
      return change(state, title, url);
    };
  }
  addEventListener('pagehide', () => note('page left'));
  addEventListener('error', ({ message }) => note('error ' + message));
}
// The frame obeys its parent: this page, and no page around it.
window.tell = (command) =>
  document.querySelector('scalekit-admin-portal').shadowRoot.querySelector('iframe').contentWindow.postMessage(command, '*');
</script>`;

export class LibraryPage {
  readonly view: Window & typeof globalThis & PageGlobals;
  readonly document: Document;
  readonly element: ScalekitAdminPortalElement;
  /** Asks the portal's backend; links are counted there. */
  readonly backend: Backend;
  readonly #frame: HTMLIFrameElement;
  readonly #address: string;

  private constructor(frame: HTMLIFrameElement, backend: Backend) {
    this.#frame = frame;
    this.#address = frame.contentWindow!.location.href;
    this.view = frame.contentWindow as LibraryPage['view'];
    this.document = frame.contentDocument!;
    this.element = this.document.querySelector('scalekit-admin-portal')!;
    this.backend = backend;
  }

  /**
   * Opens the page and waits until the portal shows. The portal is silent until it is told to speak, so that the page sees
   * of it what the test lets it say; or it is one that posts a message by itself.
   */
  static async open(html: LibraryHtml, speaking?: PortalScript): Promise<LibraryPage> {
    const opened = await LibraryPage.load(html, speaking ?? { onLoad: [] });
    if (speaking) {
      await until('the portal shows', () => opened.element.state === 'ready');
    } else {
      await opened.backend.listening(1);
      await opened.post([loadSuccess()]);
    }
    return opened;
  }

  /** Opens the page, and waits for its scripts alone. */
  static async load({ early = '', head = '', body }: LibraryHtml, script?: PortalScript): Promise<LibraryPage> {
    const backend = await Backend.create();
    if (script) await backend.portal(script);
    const portal = `<scalekit-admin-portal endpoint="${backend.endpoint}"></scalekit-admin-portal>`;
    const page = await Backend.create();
    const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Members</title>
${recorder(backend.endpoint)}
${early}
${ELEMENT[target()]}
${head}</head><body>${body.replaceAll('{portal}', portal)}</body></html>`;
    await page.answers([{ body: html, headers: { 'content-type': 'text/html; charset=utf-8' } }]);
    const frame = fixtureSync<HTMLIFrameElement>(document.createElement('iframe'));
    frame.style.cssText = 'width: 1000px; height: 700px';
    const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
    frame.src = page.endpoint;
    await loaded;
    return new LibraryPage(frame, backend);
  }

  /** Lets the portal post messages, and waits until the element has had all of them. */
  async post(messages: readonly unknown[]): Promise<void> {
    // A documented type, which shows that all before it have come.
    const end = { ...ssoEnabled(), organization_id: crypto.randomUUID() };
    const last = new Promise<void>((resolve) =>
      this.element.addEventListener('organization-sso-enabled', ({ detail }) => {
        if (detail.organization_id === end.organization_id) resolve();
      }),
    );
    this.view.tell({ command: 'post-burst', messages: [...messages, end] });
    await last;
  }

  /** The page dispatches an event itself, as it or its libraries would. */
  dispatch(name: string, detail: unknown, to: EventTarget = this.element): void {
    to.dispatchEvent(new this.view.CustomEvent(name, { bubbles: true, detail }));
  }

  /** What has happened on the page, in order. */
  get happened(): readonly string[] {
    return this.view.happened;
  }

  /** Whether this is still the same page, at the same address. */
  get isHere(): boolean {
    return this.#frame.contentDocument === this.document && this.view.location.href === this.#address;
  }
}
