/**
 * What every backend in `examples/backends` answers, whatever it is written in: who gets a link, who does not, and what
 * stays secret. Each check is about one started backend and one simulator, and knows nothing of the framework.
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Simulator } from '../../demo/simulator/simulator-api.ts';
import { Person, type Page } from './person.ts';
import type { StartedBackend } from './started-backend.ts';

const DROP_IN = join(import.meta.dirname, '../../dist/scalekit-admin-portal.min.js');
const PATH = '/api/portal-link';

/** A CSRF token: the header that carries it, and where the settings page has it. */
export interface TokenCheck {
  readonly header: string;
  readonly token: (page: Document) => string | null | undefined;
}

/** How a backend tells its own pages from others: by a token, or by what browsers say of where a request comes from. */
export type CsrfCheck = TokenCheck | 'origin';

export interface Subject {
  readonly backend: Pick<StartedBackend, 'url' | 'said' | 'says'>;
  /** With two organizations: the users are of the first. */
  readonly simulator: Simulator;
  readonly csrf: CsrfCheck;
}

/** What it takes to ask for a link. */
type Asked = Pick<Subject, 'backend' | 'csrf'>;

type Check = (subject: Subject) => Promise<void>;

/** As a browser sends them with a request of the page's own: of the settings, or of a form with a token in it. */
function ownHeaders({ backend, csrf }: Asked, { document, html }: Page): Record<string, string> {
  const headers = { 'Sec-Fetch-Site': 'same-origin', Origin: backend.url };
  if (csrf === 'origin') return headers;
  const token = csrf.token(document) ?? document.querySelector<HTMLInputElement>('form input[type=hidden]')?.value;
  assert.ok(token, `there is no token in ${html}`);
  return { ...headers, [csrf.header]: token };
}

export async function askForLink(asked: Asked, person: Person, page: Page, path = PATH): Promise<Response> {
  return person.send(path, { method: 'POST', headers: ownHeaders(asked, page) });
}

export async function visit({ backend }: Asked, username: string): Promise<{ person: Person; page: Page }> {
  const person = new Person(backend.url);
  return { person, page: await person.signIn(username) };
}

/** The words for the page. Checks what holds for every refusal: not kept by any cache, JSON, and nothing minted. */
export async function refusal({ simulator }: Subject, response: Response, status: number): Promise<string> {
  const text = await response.text();
  assert.equal(response.status, status, text);
  assert.match(response.headers.get('cache-control') ?? '', /\bno-store\b/);
  assert.match(response.headers.get('content-type') ?? '', /^application\/json\b/);
  const body = JSON.parse(text) as { error?: unknown };
  assert.deepEqual(Object.keys(body), ['error']);
  assert.ok(typeof body.error === 'string' && body.error.length > 0, text);
  assert.equal(simulator.links.length, 0);
  return body.error;
}

async function isSignedIn(person: Person): Promise<boolean> {
  const { document } = await person.open('/settings');
  return document.querySelector('input[type=password]') === null;
}

const elementOf = ({ document }: Page): Element | null => document.querySelector('scalekit-admin-portal');

const WHO_ASKS: Record<string, Check> = {
  'an administrator gets a fresh link of their own organization with each request': async (subject) => {
    const { simulator } = subject;
    const { person, page } = await visit(subject, 'ada');
    const links: string[] = [];
    for (let time = 1; time <= 2; time++) {
      const response = await askForLink(subject, person, page);
      const text = await response.text();
      assert.equal(response.status, 200, text);
      assert.match(response.headers.get('cache-control') ?? '', /\bno-store\b/);
      assert.match(response.headers.get('content-type') ?? '', /^application\/json\b/);
      const answer = JSON.parse(text) as { location: string };
      assert.deepEqual(Object.keys(answer), ['location']);
      links.push(answer.location);
    }
    assert.notEqual(links[0], links[1]);
    assert.equal((await fetch(links[0] ?? '')).status, 200, 'the link opens the portal');
    assert.deepEqual(
      simulator.links.map(({ organizationId, features }) => ({ organizationId, features })),
      Array.from({ length: 2 }, () => ({ organizationId: simulator.organizationId, features: [] })),
    );
    for (const link of links) assert.ok(!subject.backend.said().includes(link), 'the log has a link');
  },

  'the browser never names the organization': async (subject) => {
    const { person, page } = await visit(subject, 'ada');
    const other = 'org_other';
    const query = new URLSearchParams({
      organization: other,
      organization_id: other,
      organizationId: other,
      id: other,
    });
    const headers = { ...ownHeaders(subject, page), 'Content-Type': 'application/json' };
    const body = JSON.stringify(Object.fromEntries(query));
    const response = await person.send(`${PATH}?${query}`, { method: 'POST', headers, body });
    assert.equal(response.status, 200, await response.text());
    assert.deepEqual(
      subject.simulator.links.map(({ organizationId }) => organizationId),
      [subject.simulator.organizationId],
    );
  },

  'who is no administrator reads who is, and gets no link': async (subject) => {
    const { person, page } = await visit(subject, 'mel');
    assert.ok([200, 403].includes(page.status));
    assert.equal(elementOf(page), null);
    assert.match(page.document.body.textContent, /administrator/i);
    // Their settings may have no token. Their form has one: it must not be for want of a token that they are refused.
    const { url } = await new Person(subject.backend.url).open('/settings');
    const own = subject.csrf === 'origin' || subject.csrf.token(page.document) ? page : await person.open(url.pathname);
    await refusal(subject, await askForLink(subject, person, own), 403);
  },

  'a stranger is sent to the form, and gets 401 in place of a link': async (subject) => {
    const person = new Person(subject.backend.url);
    const { status } = await person.send('/settings');
    assert.ok(status === 302 || status === 303, String(status));
    const page = await person.open('/settings');
    assert.equal(page.status, 200);
    assert.ok(page.document.querySelector('form input[name=username]'));
    assert.ok(page.document.querySelector('form input[name=password][type=password]'));
    await refusal(subject, await askForLink(subject, person, page), 401);
    // As from a page whose session has ended. Some frameworks look for the token first.
    const headers = { 'Sec-Fetch-Site': 'same-origin', Origin: subject.backend.url };
    const bare = await new Person(subject.backend.url).send(PATH, { method: 'POST', headers });
    await refusal(subject, bare, bare.status === 403 ? 403 : 401);
  },

  'a link is not to be had by GET': async (subject) => {
    const { person } = await visit(subject, 'ada');
    const { status, headers } = await person.send(PATH);
    assert.ok(status === 404 || status === 405, String(status));
    assert.match(headers.get('cache-control') ?? '', /\bno-store\b/);
    assert.equal(subject.simulator.links.length, 0);
  },
};

const OTHER_PAGES: Record<string, Check> = {
  'a page of another site gets no link, and nobody is signed in by one': async (subject) => {
    const { csrf } = subject;
    const { person, page } = await visit(subject, 'ada');
    const ask = (headers: Record<string, string>) => person.send(PATH, { method: 'POST', headers });
    const foreign: Record<string, string>[] = [
      { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.example' },
      { Origin: 'https://evil.example' },
    ];
    for (const headers of foreign) await refusal(subject, await ask(headers), 403);
    if (csrf !== 'origin') {
      const { [csrf.header]: own = '', ...others } = ownHeaders(subject, page);
      assert.ok(own, 'the settings page has a token');
      const stolen = csrf.token((await visit(subject, 'ada')).page.document) ?? '';
      await refusal(subject, await ask(others), 403);
      for (const token of ['wrong', stolen]) {
        assert.notEqual(token, own);
        await refusal(subject, await ask({ ...others, [csrf.header]: token }), 403);
      }
    }
    const lured = new Person(subject.backend.url);
    const form = await lured.open('/settings');
    for (const input of form.document.querySelectorAll<HTMLInputElement>('input[type=hidden]')) input.value = 'wrong';
    const { status } = await lured.submit(form, { username: 'ada', password: 'ada' }, foreign[0]);
    assert.ok(status === 400 || status === 403, String(status));
    assert.equal(await isSignedIn(lured), false);
  },
};

/** A directive of the policy, or what stands in for it. */
function directive({ headers }: Page, name: string): readonly string[] {
  const policy = headers.get('content-security-policy') ?? '';
  const directives = new Map(
    policy.split(';').map((text) => {
      const [key = '', ...values] = text.trim().split(/\s+/);
      return [key, values];
    }),
  );
  const found = directives.get(name) ?? directives.get('default-src');
  assert.ok(found, `the policy "${policy}" says nothing of ${name}`);
  return found;
}

const PAGES: Record<string, Check> = {
  'the settings page has the element, and no link': async (subject) => {
    const { page } = await visit(subject, 'ada');
    assert.equal(page.status, 200);
    assert.equal(page.url.pathname, '/settings');
    const element = elementOf(page);
    assert.equal(element?.getAttribute('endpoint'), PATH);
    assert.equal(element.getAttribute('method'), 'POST');
    assert.equal(element.parentElement?.closest('scalekit-admin-portal'), null);
    assert.equal(page.document.compatMode, 'CSS1Compat', 'it has a doctype');
    assert.ok(page.document.documentElement.lang);
    assert.ok(page.document.title);
    assert.match(page.headers.get('cache-control') ?? '', /\bno-store\b/);
    assert.ok(page.document.querySelector('script[src="/scalekit-admin-portal.min.js"]'));
    assert.equal(subject.simulator.links.length, 0);
  },

  'the script of the element is the one of this package': async ({ backend }) => {
    const response = await fetch(`${backend.url}/scalekit-admin-portal.min.js`);
    assert.equal(response.status, 200);
    assert.match(response.headers.get('content-type') ?? '', /^(?:text|application)\/javascript\b/);
    assert.equal(await response.text(), await readFile(DROP_IN, 'utf8'));
  },

  'the policy of the settings page lets in the portal, and no inline script but its own': async (subject) => {
    const { person, page } = await visit(subject, 'ada');
    assert.deepEqual(directive(page, 'frame-src'), [subject.simulator.url]);
    assert.ok(directive(page, 'connect-src').includes("'self'"));
    const sources = directive(page, 'script-src');
    assert.ok(sources.includes("'self'"));
    for (const source of sources)
      assert.match(source, /^'(?:self|strict-dynamic|nonce-[^']+|sha(?:256|384|512)-[^']+)'$/);
    for (const script of page.document.querySelectorAll<HTMLScriptElement>('script:not([src])')) {
      const hash = createHash('sha256').update(script.textContent).digest('base64');
      assert.ok(sources.includes(`'nonce-${script.nonce}'`) || sources.includes(`'sha256-${hash}'`), script.outerHTML);
    }
    const again = directive(await person.open('/settings'), 'script-src');
    for (const source of again) assert.ok(!source.startsWith("'nonce-") || !sources.includes(source), 'a nonce twice');
  },

  'a wrong password lets nobody in, and what was typed comes back as text': async ({ backend }) => {
    for (const username of ['ada', 'nobody', '"><script>alert(1)</script>']) {
      const person = new Person(backend.url);
      const page = await person.signIn(username, 'wrong');
      assert.ok(page.status === 200 || page.status === 401, String(page.status));
      assert.doesNotMatch(page.html, /<script>alert/);
      assert.ok(page.document.querySelector('form input[name=password]'), 'the form is there again');
      assert.equal(await isSignedIn(person), false);
    }
  },

  "the session's cookie is out of reach of scripts and of other sites, and a new one with the sign-in": async ({
    backend,
  }) => {
    const person = new Person(backend.url);
    const before = await person.open('/settings');
    const { cookies } = await person.submit(before, { username: 'ada', password: 'ada' });
    assert.equal(await isSignedIn(person), true);
    assert.ok(cookies.length > 0);
    for (const cookie of [...before.cookies, ...cookies]) {
      assert.match(cookie, /;\s*HttpOnly\b/i);
      assert.match(cookie, /;\s*SameSite=(?:Lax|Strict)\b/i);
    }
    const planted = new Person(backend.url);
    for (const cookie of before.cookies) planted.plant(cookie);
    assert.equal(await isSignedIn(planted), false, 'a session from before the sign-in is signed in');
  },

  'nobody but this computer reaches it': async ({ backend }) => {
    const { port } = new URL(backend.url);
    const others = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ family, internal }) => family === 'IPv4' && !internal)
      .map(({ address }) => address);
    // All of 127.0.0.0/8 is this computer on Linux: who listens everywhere answers there, too.
    if (process.platform === 'linux') others.push('127.0.0.2');
    for (const host of others) {
      await assert.rejects(once(connect(Number(port), host), 'connect'), { code: 'ECONNREFUSED' }, host);
    }
  },
};

const FAILURES: Record<string, Check> = {
  'a failure is 502 for the page, its kind and the organization for the log, and passes': async (subject) => {
    const { backend, simulator } = subject;
    const { person, page } = await visit(subject, 'ada');
    const from = backend.said().length;
    // More often than any SDK tries.
    simulator.failNextLink(500, 10);
    const words = await refusal(subject, await askForLink(subject, person, page), 502);
    assert.doesNotMatch(words, /exception|grpc|internal|trace|\b500\b/i);
    const { organizationId, clientId, clientSecret, url } = simulator;
    for (const detail of [organizationId, clientId, clientSecret, url]) assert.ok(!words.includes(detail), words);
    await backend.says(new RegExp(organizationId), from);
    await backend.says(/(?:Error|Exception)\b/, from);
    await backend.says(/internal|\b500\b/i, from);
    assert.ok(!backend.said().includes(clientSecret), 'the log has the secret');
    assert.doesNotMatch(backend.said().slice(from), /Bearer/i);
    simulator.failNextLink(500, 0);
    assert.equal((await askForLink(subject, person, page)).status, 200);
  },
};

/** By what they are about. Each begins with a simulator that was reset. */
export const CONVENTIONS: Readonly<Record<string, Check>> = { ...WHO_ASKS, ...OTHER_PAGES, ...PAGES, ...FAILURES };

/** For SDKs that take features: links, and pages, for a part of the portal. */
export const SECTIONS: Readonly<Record<string, Check>> = {
  'a section is all that its link shows': async (subject) => {
    const { person, page } = await visit(subject, 'ada');
    for (const section of ['sso', 'dir_sync']) {
      const part = await person.open(`/settings/${section}`);
      assert.equal(elementOf(part)?.getAttribute('endpoint'), `${PATH}?section=${section}`);
      assert.equal((await askForLink(subject, person, part, `${PATH}?section=${section}`)).status, 200);
      assert.deepEqual(subject.simulator.links.at(-1)?.features, [section]);
    }
    subject.simulator.reset();
    await refusal(subject, await askForLink(subject, person, page, `${PATH}?section=audit`), 400);
  },
};
