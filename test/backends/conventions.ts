/**
 * The checks that each backend in `examples/backends` has to pass: who gets a link, who gets none, and what stays secret. A
 * check uses one started backend and one simulator, and does not depend on the framework.
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

/** A CSRF token: its header, and its place in the settings page. */
export interface TokenCheck {
  readonly header: string;
  readonly token: (page: Document) => string | null | undefined;
}

/** How a backend recognizes requests of its pages: by a token, or by the `Origin` and `Sec-Fetch-Site` of browsers. */
export type CsrfCheck = TokenCheck | 'origin';

export interface Subject {
  readonly backend: StartedBackend;
  /** It has two organizations. The users belong to the first. */
  readonly simulator: Simulator;
  readonly csrf: CsrfCheck;
}

type Target = Pick<Subject, 'backend' | 'csrf'>;

type Check = (subject: Subject) => Promise<void>;

/** The headers of a request of a page of the backend: the settings, or a form with a token. */
function ownHeaders({ backend, csrf }: Target, { document, html }: Page): Record<string, string> {
  const headers = { 'Sec-Fetch-Site': 'same-origin', Origin: backend.url };
  if (csrf === 'origin') return headers;
  const token = csrf.token(document) ?? document.querySelector<HTMLInputElement>('form input[type=hidden]')?.value;
  assert.ok(token, `there is no token in ${html}`);
  return { ...headers, [csrf.header]: token };
}

export async function requestLink(target: Target, person: Person, page: Page, path = PATH): Promise<Response> {
  return person.send(path, { method: 'POST', headers: ownHeaders(target, page) });
}

export async function signIn({ backend }: Target, username: string): Promise<{ person: Person; page: Page }> {
  const person = new Person(backend.url);
  return { person, page: await person.signIn(username) };
}

/** Signs in, and requests a link from the settings page. */
export async function linkOf(target: Target, username = 'ada'): Promise<Response> {
  const { person, page } = await signIn(target, username);
  return requestLink(target, person, page);
}

/** Checks a refusal: never cached, JSON, and no link minted. Returns its message. */
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

const USERS: Record<string, Check> = {
  'each request of an administrator gets a new link of their organization': async (subject) => {
    const { simulator } = subject;
    const { person, page } = await signIn(subject, 'ada');
    const links: string[] = [];
    for (let time = 1; time <= 2; time++) {
      const response = await requestLink(subject, person, page);
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
    for (const link of links) assert.ok(!subject.backend.program.output.includes(link), 'the log has a link');
  },

  'the browser cannot choose the organization': async (subject) => {
    const { person, page } = await signIn(subject, 'ada');
    const names = ['organization', 'organization_id', 'organizationId', 'id'];
    const query = new URLSearchParams(names.map((name) => [name, 'org_other']));
    const headers = { ...ownHeaders(subject, page), 'Content-Type': 'application/json' };
    const body = JSON.stringify(Object.fromEntries(query));
    const response = await person.send(`${PATH}?${query}`, { method: 'POST', headers, body });
    assert.equal(response.status, 200, await response.text());
    assert.deepEqual(
      subject.simulator.links.map(({ organizationId }) => organizationId),
      [subject.simulator.organizationId],
    );
  },

  'a member gets a page about administrators, and no link': async (subject) => {
    const { person, page } = await signIn(subject, 'mel');
    assert.ok([200, 403].includes(page.status));
    assert.equal(elementOf(page), null);
    assert.match(page.document.body.textContent, /administrator/i);
    // A missing token must not be the reason for the 403. If their settings have no token, the sign-in form has one.
    const { url } = await new Person(subject.backend.url).open('/settings');
    const own = subject.csrf === 'origin' || subject.csrf.token(page.document) ? page : await person.open(url.pathname);
    await refusal(subject, await requestLink(subject, person, own), 403);
  },

  'a stranger is redirected to the sign-in form, and gets 401 instead of a link': async (subject) => {
    const person = new Person(subject.backend.url);
    const { status } = await person.send('/settings');
    assert.ok(status === 302 || status === 303, String(status));
    const page = await person.open('/settings');
    assert.equal(page.status, 200);
    assert.ok(page.document.querySelector('form input[name=username]'));
    assert.ok(page.document.querySelector('form input[name=password][type=password]'));
    await refusal(subject, await requestLink(subject, person, page), 401);
    // As from a page whose session has ended. Some frameworks check the token first.
    const headers = { 'Sec-Fetch-Site': 'same-origin', Origin: subject.backend.url };
    const withoutToken = await new Person(subject.backend.url).send(PATH, { method: 'POST', headers });
    await refusal(subject, withoutToken, withoutToken.status === 403 ? 403 : 401);
  },

  'a GET request gets no link': async (subject) => {
    const { person } = await signIn(subject, 'ada');
    const { status, headers } = await person.send(PATH);
    assert.ok(status === 404 || status === 405, String(status));
    assert.match(headers.get('cache-control') ?? '', /\bno-store\b/);
    assert.equal(subject.simulator.links.length, 0);
  },
};

const OTHER_PAGES: Record<string, Check> = {
  'a page of another site gets no link, and cannot sign in a user': async (subject) => {
    const { csrf } = subject;
    const { person, page } = await signIn(subject, 'ada');
    const request = (headers: Record<string, string>) => person.send(PATH, { method: 'POST', headers });
    const foreign: Record<string, string>[] = [
      { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.example' },
      { Origin: 'https://evil.example' },
    ];
    for (const headers of foreign) await refusal(subject, await request(headers), 403);
    if (csrf !== 'origin') {
      const { [csrf.header]: own = '', ...others } = ownHeaders(subject, page);
      assert.ok(own, 'the settings page has a token');
      const ofOtherSession = csrf.token((await signIn(subject, 'ada')).page.document) ?? '';
      await refusal(subject, await request(others), 403);
      for (const token of ['wrong', ofOtherSession]) {
        assert.notEqual(token, own);
        await refusal(subject, await request({ ...others, [csrf.header]: token }), 403);
      }
    }
    const victim = new Person(subject.backend.url);
    const form = await victim.open('/settings');
    for (const input of form.document.querySelectorAll<HTMLInputElement>('input[type=hidden]')) input.value = 'wrong';
    const { status } = await victim.submit(form, { username: 'ada', password: 'ada' }, foreign[0]);
    assert.ok(status === 400 || status === 403, String(status));
    assert.equal(await isSignedIn(victim), false);
  },
};

/** A directive of the policy, or its default-src. */
function directive({ headers }: Page, name: string): readonly string[] {
  const policy = headers.get('content-security-policy') ?? '';
  const directives = new Map(
    policy.split(';').map((text) => {
      const [key = '', ...values] = text.trim().split(/\s+/);
      return [key, values];
    }),
  );
  const found = directives.get(name) ?? directives.get('default-src');
  assert.ok(found, `the policy "${policy}" has no ${name}`);
  return found;
}

const PAGES: Record<string, Check> = {
  'the settings page has the element, and no link': async (subject) => {
    const { page } = await signIn(subject, 'ada');
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

  'the script of the element is that of this package': async ({ backend }) => {
    const response = await fetch(`${backend.url}/scalekit-admin-portal.min.js`);
    assert.equal(response.status, 200);
    assert.match(response.headers.get('content-type') ?? '', /^(?:text|application)\/javascript\b/);
    assert.equal(await response.text(), await readFile(DROP_IN, 'utf8'));
  },

  'the policy of the settings page allows the portal, and only the inline scripts of the page': async (subject) => {
    const { person, page } = await signIn(subject, 'ada');
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
    for (const source of again) assert.ok(!source.startsWith("'nonce-") || !sources.includes(source), 'a reused nonce');
  },

  'a wrong password signs nobody in, and the page escapes the user name': async ({ backend }) => {
    for (const username of ['ada', 'nobody', '"><script>alert(1)</script>']) {
      const person = new Person(backend.url);
      const page = await person.signIn(username, 'wrong');
      assert.ok(page.status === 200 || page.status === 401, String(page.status));
      assert.doesNotMatch(page.html, /<script>alert/);
      assert.ok(page.document.querySelector('form input[name=password]'), 'the page has no form');
      assert.equal(await isSignedIn(person), false);
    }
  },

  'the cookie of the session is HttpOnly and SameSite, and changes with the sign-in': async ({ backend }) => {
    const person = new Person(backend.url);
    const before = await person.open('/settings');
    const { cookies } = await person.submit(before, { username: 'ada', password: 'ada' });
    assert.equal(await isSignedIn(person), true);
    assert.ok(cookies.length > 0);
    for (const cookie of [...before.cookies, ...cookies]) {
      assert.match(cookie, /;\s*HttpOnly\b/i);
      assert.match(cookie, /;\s*SameSite=(?:Lax|Strict)\b/i);
    }
    const attacker = new Person(backend.url);
    for (const cookie of before.cookies) attacker.setCookie(cookie);
    assert.equal(await isSignedIn(attacker), false, 'the session from before the sign-in is signed in');
  },

  'it only listens on localhost': async ({ backend }) => {
    const { port } = new URL(backend.url);
    const others = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ family, internal }) => family === 'IPv4' && !internal)
      .map(({ address }) => address);
    // On Linux, a server that listens on all addresses answers on all of 127.0.0.0/8.
    if (process.platform === 'linux') others.push('127.0.0.2');
    for (const host of others) {
      await assert.rejects(once(connect(Number(port), host), 'connect'), { code: 'ECONNREFUSED' }, host);
    }
  },
};

const FAILURES: Record<string, Check> = {
  'a failure leads to 502, its kind and the organization are in the log, and the next request works': async (
    subject,
  ) => {
    const { simulator } = subject;
    const { program } = subject.backend;
    const { person, page } = await signIn(subject, 'ada');
    const from = program.output.length;
    // More failures than any SDK has tries.
    simulator.failNextLink(500, 10);
    const message = await refusal(subject, await requestLink(subject, person, page), 502);
    assert.doesNotMatch(message, /exception|grpc|internal|trace|\b500\b/i);
    const { organizationId, clientId, clientSecret, url } = simulator;
    for (const detail of [organizationId, clientId, clientSecret, url]) assert.ok(!message.includes(detail), message);
    await program.printed(new RegExp(organizationId), from);
    await program.printed(/(?:Error|Exception)\b/, from);
    await program.printed(/internal|\b500\b/i, from);
    assert.ok(!program.output.includes(clientSecret), 'the log has the secret');
    assert.doesNotMatch(program.output.slice(from), /Bearer/i);
    simulator.failNextLink(500, 0);
    assert.equal((await requestLink(subject, person, page)).status, 200);
  },
};

/** Before each check, the simulator is reset. */
export const CONVENTIONS: Readonly<Record<string, Check>> = { ...USERS, ...OTHER_PAGES, ...PAGES, ...FAILURES };

/** For SDKs with features: links and pages for a part of the portal. */
export const SECTIONS: Readonly<Record<string, Check>> = {
  'the link of a section only shows that section': async (subject) => {
    const { person, page } = await signIn(subject, 'ada');
    for (const section of ['sso', 'dir_sync']) {
      const part = await person.open(`/settings/${section}`);
      assert.equal(elementOf(part)?.getAttribute('endpoint'), `${PATH}?section=${section}`);
      assert.equal((await requestLink(subject, person, part, `${PATH}?section=${section}`)).status, 200);
      assert.deepEqual(subject.simulator.links.at(-1)?.features, [section]);
    }
    subject.simulator.reset();
    await refusal(subject, await requestLink(subject, person, page, `${PATH}?section=audit`), 400);
  },
};
