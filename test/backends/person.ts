/** A simple browser for these tests: it keeps cookies, follows redirects and fills in forms. */
import assert from 'node:assert/strict';
import { JSDOM } from 'jsdom';

export interface Page {
  readonly status: number;
  readonly url: URL;
  readonly headers: Headers;
  readonly html: string;
  readonly document: Document;
  /** The `Set-Cookie` headers of the page and of the redirects to it. */
  readonly cookies: readonly string[];
}

export class Person {
  readonly #origin: string;
  readonly #cookies = new Map<string, string>();

  constructor(origin: string) {
    this.#origin = origin;
  }

  /** @param cookie As in a `Set-Cookie` header. */
  setCookie(cookie: string): void {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
    this.#cookies.set(name, value);
  }

  /** Sends one request, without following redirects. */
  async send(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    if (this.#cookies.size > 0) headers.set('Cookie', [...this.#cookies].map((pair) => pair.join('=')).join('; '));
    const response = await fetch(new URL(path, this.#origin), { redirect: 'manual', ...init, headers });
    for (const cookie of response.headers.getSetCookie()) this.setCookie(cookie);
    return response;
  }

  /** Opens a page, and follows redirects on this server. */
  async open(path: string, init: RequestInit = {}, cookies: readonly string[] = []): Promise<Page> {
    const response = await this.send(path, init);
    const html = await response.text();
    const all = [...cookies, ...response.headers.getSetCookie()];
    const { status, headers } = response;
    const url = new URL(path, this.#origin);
    const next = headers.get('location');
    if (status >= 300 && status < 400 && next !== null) {
      const target = new URL(next, url);
      assert.equal(target.origin, this.#origin, 'a redirect to another origin');
      return this.open(target.pathname + target.search, {}, all);
    }
    return { status, url, headers, html, document: new JSDOM(html).window.document, cookies: all };
  }

  /** Submits the form of a page with its values, some of them changed. */
  async submit(page: Page, changes: Readonly<Record<string, string>>, headers: HeadersInit = {}): Promise<Page> {
    const form = page.document.querySelector('form');
    assert.ok(form, `there is no form in ${page.html}`);
    assert.equal(form.method, 'post');
    const inputs = [...form.querySelectorAll('input[name]')] as HTMLInputElement[];
    for (const name of Object.keys(changes)) assert.ok(form.querySelector(`input[name=${name}]`), `no field ${name}`);
    const body = new URLSearchParams({
      ...Object.fromEntries(inputs.map(({ name, value }) => [name, value])),
      ...changes,
    });
    const action = new URL(form.getAttribute('action') ?? '', page.url);
    return this.open(action.pathname + action.search, { method: 'POST', body, headers });
  }

  /** Opens the settings, and signs in with the form that they redirect to. */
  async signIn(username: string, password = username): Promise<Page> {
    return this.submit(await this.open('/settings'), { username, password });
  }
}
