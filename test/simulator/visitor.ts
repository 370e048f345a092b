/**
 * A simple browser for these tests: it follows redirects, keeps or refuses cookies as the engines do in a cross-site frame,
 * sends a referrer if the policy allows it, and reads the messages that a portal page would post.
 */

import assert from 'node:assert/strict';
import type { Post } from '../../demo/simulator/messages.ts';
import type { Simulator } from '../../demo/simulator/simulator-api.ts';
import { mint } from './backend.ts';

/** The cookies that a cross-site frame over plain HTTP keeps, as measured in the real engines. */
export const ENGINES = {
  chromium: (cookie: string) =>
    cookie.includes('; Secure') && cookie.includes('; SameSite=None') && cookie.includes('; Partitioned'),
  firefox: () => true,
  'webkit with third-party cookies': (cookie: string) => !cookie.includes('; Secure'),
  'webkit by default': () => false,
} as const;

export interface Page {
  readonly status: number;
  readonly url: URL;
  readonly headers: Headers;
  readonly html: string;
  /** The messages that the script of the page would post. */
  readonly posts: readonly Post[];
  /** The types of the messages, in any vocabulary. */
  readonly types: readonly unknown[];
}

interface Cookie {
  readonly hostname: string;
  readonly path: string;
  readonly pair: string;
}

interface VisitorOptions {
  readonly referer?: string;
  readonly engine?: keyof typeof ENGINES;
}

export class Visitor {
  readonly #keeps: (cookie: string) => boolean;
  readonly #referer: string;
  #cookies: Cookie[] = [];

  constructor({ referer = '', engine = 'firefox' }: VisitorOptions = {}) {
    this.#referer = referer;
    this.#keeps = ENGINES[engine];
  }

  get cookies(): readonly string[] {
    return this.#cookies.map(({ pair }) => pair);
  }

  /** Opens an address as a frame of the host page would. */
  open(url: string): Promise<Page> {
    return this.#follow(new URL(url), { method: 'GET' }, this.#referer);
  }

  /** Goes from a page to an address relative to it. */
  go(from: Page, path: string): Promise<Page> {
    return this.#follow(new URL(path, from.url), { method: 'GET' }, '');
  }

  /** Clicks the link, or sends the form, with this test name. */
  async click(page: Page, test: string): Promise<Page> {
    const link = new RegExp(`<a\\b[^>]*data-test="${test}"[^>]*>`).exec(page.html)?.[0];
    if (link) return this.go(page, attribute(link, 'href'));
    return this.send(page, formWith(page, test), {});
  }

  /** Clicks links and forms one after the other. */
  async clickAll(page: Page, ...tests: string[]): Promise<Page> {
    for (const test of tests) page = await this.click(page, test);
    return page;
  }

  /** Sends a form with its values, some of them changed. */
  async send(page: Page, form: string, changes: Readonly<Record<string, string>>): Promise<Page> {
    const entries = new URLSearchParams({ ...valuesOf(form), ...changes });
    const tag = /<form\b[^>]*>/.exec(form)?.[0] ?? '';
    const action = new URL(attribute(tag, 'action'), page.url);
    if (!tag.includes('method="post"')) return this.#follow(new URL(`?${entries}`, action), { method: 'GET' }, '');
    return this.#follow(action, { method: 'POST', body: entries }, '');
  }

  request(url: URL, init: RequestInit = {}): Promise<Response> {
    const cookie = this.#cookies
      .filter(({ hostname, path }) => hostname === url.hostname && `${url.pathname}/`.startsWith(`${path}/`))
      .map(({ pair }) => pair)
      .join('; ');
    const headers = { ...(init.headers as Record<string, string>), ...(cookie ? { cookie } : {}) };
    return fetch(url, { ...init, headers, redirect: 'manual' });
  }

  async #follow(url: URL, init: RequestInit, referer: string, redirects = 0): Promise<Page> {
    assert.ok(redirects < 6, 'too many redirects');
    const response = await this.request(url, { ...init, headers: referer ? { referer } : {} });
    this.#keep(url, response);
    const location = response.headers.get('location');
    if (location === null) return pageOf(url, response, await response.text());
    await response.text();
    const next = response.headers.get('referrer-policy') === 'no-referrer' ? '' : referer;
    return this.#follow(new URL(location, url), { method: 'GET' }, next, redirects + 1);
  }

  #keep(url: URL, response: Response): void {
    for (const cookie of response.headers.getSetCookie().filter(this.#keeps)) {
      const [pair = ''] = cookie.split(';');
      this.#cookies.push({ hostname: url.hostname, path: /; Path=([^;]+)/.exec(cookie)?.[1] ?? '/', pair });
    }
  }
}

/** Opens a new link in the frame of a host page. */
export async function openPortal(
  simulator: Simulator,
  { features, ...options }: VisitorOptions & { features?: string[] } = {},
): Promise<{ visitor: Visitor; page: Page }> {
  const visitor = new Visitor(options);
  return { visitor, page: await visitor.open(await mint(simulator, features)) };
}

function pageOf(url: URL, response: Response, html: string): Page {
  const posts = JSON.parse(unescapeHtml(/data-posts="([^"]*)"/.exec(html)?.[1] ?? '[]')) as Post[];
  const types = posts.map(({ message }) => {
    const { event_type, type } = message as { event_type?: unknown; type?: unknown };
    return event_type ?? type;
  });
  return { status: response.status, url, headers: response.headers, html, posts, types };
}

/** Whether the page has an element with this test name. */
export function has(page: Page, test: string): boolean {
  return page.html.includes(`data-test="${test}"`);
}

export function formWith(page: Page, test: string): string {
  const forms = page.html.match(/<form\b[\s\S]*?<\/form>/g) ?? [];
  const form = forms.find((text) => text.includes(`data-test="${test}"`));
  assert.ok(form, `the page has no form with ${test}`);
  return form;
}

function valuesOf(form: string): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [tag] of form.matchAll(/<input\b[^>]*>/g)) {
    const isRadio = tag.includes('type="radio"');
    if (tag.includes('name="') && (!isRadio || /\schecked\b/.test(tag))) {
      values[attribute(tag, 'name')] = attribute(tag, 'value');
    }
  }
  for (const [, name = '', text = ''] of form.matchAll(/<textarea\b[^>]*name="([^"]*)"[^>]*>\n?([^<]*)/g)) {
    values[name] = unescapeHtml(text);
  }
  return values;
}

function attribute(tag: string, name: string): string {
  const value = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
  assert.ok(value !== undefined, `${tag} has no ${name}`);
  return unescapeHtml(value);
}

function unescapeHtml(text: string): string {
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
