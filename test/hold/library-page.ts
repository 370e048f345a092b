/**
 * A host page with its own HTML and libraries, in a frame of the test page: served over HTTP, with a real address. Its element
 * shows a portal on another site, which the test commands. The page records the effects of events.
 */
import { fixtureSync } from '@open-wc/testing';
import type { ScalekitAdminPortalElement } from '../../src/scalekit-admin-portal-element.ts';
import { Backend, target, until, type PortalCommand, type PortalScript } from '../tools/backend.ts';
import { loadSuccess, ssoEnabled } from '../tools/sample-messages.ts';

/** HTML of a page; `{portal}` is the element. */
export interface LibraryHtml {
  /** In the head, before the element's script. */
  readonly early?: string;
  /** In the head, after the element's script. */
  readonly head?: string;
  readonly body: string;
}

/** Globals for the scripts of the page. */
interface PageGlobals {
  /** Listeners that ran, requests and navigations, in order. */
  effects: string[];
  command(value: PortalCommand): void;
  /** When the last message arrived, in ms of the page's performance clock. Set before any other listener runs. */
  messageAt: number;
}

const ELEMENT = {
  source: '<script type="module" src="/src/index.ts"></script>',
  'drop-in': '<script src="/dist/scalekit-admin-portal.min.js"></script>',
};

/** Runs before every library. It records that the page is left, but no requests to the element's endpoint or for scripts. */
const recorder = (endpoint: string) => `<script>
window.effects = [];
// Listeners of a window run in the order of their addition, in Chromium also those that capture.
addEventListener('message', () => (window.messageAt = performance.now()));
window.note = (effect) => void effects.push(effect);
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
// The frame only obeys its parent, which is this page.
window.command = (value) =>
  document.querySelector('scalekit-admin-portal').shadowRoot.querySelector('iframe').contentWindow.postMessage(value, '*');
</script>`;

export class LibraryPage {
  readonly view: Window & typeof globalThis & PageGlobals;
  readonly document: Document;
  readonly element: ScalekitAdminPortalElement;
  /** The backend of the portal. */
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
   * Opens the page and waits until the portal shows. Without a script, the portal posts only the messages of the test; a
   * script has to post a message.
   */
  static async open(html: LibraryHtml, script?: PortalScript): Promise<LibraryPage> {
    const opened = await LibraryPage.load(html, script ?? { onLoad: [] });
    if (script) {
      await until('the portal shows', () => opened.element.state === 'ready');
    } else {
      await opened.backend.listening(1);
      await opened.post([loadSuccess()]);
    }
    return opened;
  }

  /** Opens the page, and waits for its scripts only. */
  static async load({ early = '', head = '', body }: LibraryHtml, script?: PortalScript): Promise<LibraryPage> {
    const backend = await Backend.create({ portal: script ?? {} });
    const portal = `<scalekit-admin-portal endpoint="${backend.endpoint}"></scalekit-admin-portal>`;
    const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Members</title>
${recorder(backend.endpoint)}
${early}
${ELEMENT[target()]}
${head}</head><body>${body.replaceAll('{portal}', portal)}</body></html>`;
    const headers = { 'content-type': 'text/html; charset=utf-8' };
    const page = await Backend.create({ answers: [{ body: html, headers }] });
    const frame = fixtureSync<HTMLIFrameElement>(document.createElement('iframe'));
    frame.style.cssText = 'width: 1000px; height: 700px';
    const loaded = new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
    frame.src = page.endpoint;
    await loaded;
    return new LibraryPage(frame, backend);
  }

  /** Lets the portal post messages, and waits until the element has handled all of them. */
  async post(messages: readonly unknown[]): Promise<void> {
    // The last message shows that all before it have arrived.
    const end = { ...ssoEnabled(), organization_id: crypto.randomUUID() };
    const last = new Promise<void>((resolve) =>
      this.element.addEventListener('organization-sso-enabled', ({ detail }) => {
        if (detail.organization_id === end.organization_id) resolve();
      }),
    );
    this.view.command({ command: 'post-burst', messages: [...messages, end] });
    await last;
  }

  /** Dispatches an event in the page, as the page or its libraries would. */
  dispatch(name: string, detail: unknown, to: EventTarget = this.element): void {
    to.dispatchEvent(new this.view.CustomEvent(name, { bubbles: true, detail }));
  }

  /** Listeners that ran, requests and navigations, in order. */
  get effects(): readonly string[] {
    return this.view.effects;
  }

  /** Whether this is still the same page, at the same address. */
  get isSame(): boolean {
    return this.#frame.contentDocument === this.document && this.view.location.href === this.#address;
  }
}
