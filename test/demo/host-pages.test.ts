/**
 * The host application's pages: signing in and out, the settings page with the tag, and its strict policy.
 */
import assert from 'node:assert/strict';
import { get } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { startDemo, type Demo } from '../../demo/host/start-demo.ts';
import { Visitor } from './visitor.ts';

describe('the host application', () => {
  let demo: Demo;
  before(async () => {
    demo = await startDemo({ hostPort: 0, simulatorPort: 0, environment: {} });
  });
  after(() => demo.close());

  test('leads to the settings and signs the IT administrator in on the first visit', async () => {
    const visitor = new Visitor(demo.url);
    const start = await visitor.get('/');
    assert.equal(start.headers.get('Location'), '/settings/security');
    const response = await visitor.get('/settings/security');
    const cookie = response.headers.getSetCookie().join();
    assert.match(cookie, /HttpOnly/);
    assert.match(cookie, /SameSite=Lax/);
    const page = await response.text();
    assert.match(page, /Ines Okafor/);
    const portalOrigins = `${demo.simulator?.url} ${demo.simulator?.customDomainUrl}`;
    assert.match(
      page,
      new RegExp(`<scalekit-admin-portal\\s+endpoint="/api/portal-link"\\s+environment-url="${portalOrigins}"`),
    );
  });

  test('keeps somebody signed out who signed out', async () => {
    const visitor = await Visitor.signedIn(demo.url);
    assert.equal((await visitor.postForm('/sign-out', {})).headers.get('Location'), '/sign-in');
    const response = await visitor.get('/settings/security');
    assert.equal(response.status, 302);
    assert.equal(response.headers.get('Location'), '/sign-in');
  });

  test('gives the portal to administrators alone', async () => {
    const visitor = new Visitor(demo.url);
    const signedIn = await visitor.postForm('/sign-in', { person: 'jonas' });
    assert.equal(signedIn.status, 303);
    const page = await (await visitor.get('/settings/security')).text();
    assert.match(page, /Jonas Lindqvist/);
    assert.match(page, /Only administrators/);
    assert.doesNotMatch(page, /<scalekit-admin-portal|Demo controls|<script/);
  });

  test('signs nobody in whom it does not know', async () => {
    const visitor = new Visitor(demo.url);
    const response = await visitor.postForm('/sign-in', { person: 'mallory' });
    assert.equal(response.headers.get('Location'), '/sign-in');
    assert.equal((await visitor.get('/api/portal-link')).status, 401);
  });

  test('gives a new identifier at every sign-in, and forgets the old one', async () => {
    const first = new Visitor(demo.url);
    const before = (await first.get('/settings/security')).headers.getSetCookie()[0]?.split(';')[0] ?? '';
    const after = (await first.postForm('/sign-in', { person: 'jonas' })).headers.getSetCookie()[0]?.split(';')[0];
    assert.notEqual(after, before);
    assert.equal((await fetch(`${demo.url}/api/portal-link`, { headers: { Cookie: before } })).status, 401);
  });

  for (const path of [
    '/settings/security',
    '/settings/workos',
    '/settings/members',
    '/tickets',
    '/customers',
    '/sign-in',
  ]) {
    test(`serves ${path} with a policy that it keeps`, async () => {
      const visitor = await Visitor.signedIn(demo.url);
      const response = await visitor.get(path);
      assert.equal(response.status, 200);
      const { simulator } = demo;
      assert.deepEqual(response.headers.get('Content-Security-Policy')?.split('; '), [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "connect-src 'self'",
        "img-src 'self' data:",
        `frame-src ${simulator?.url} ${simulator?.customDomainUrl}`,
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
      ]);
      const page = await response.text();
      assert.doesNotMatch(page, /<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)/);
      const files = [...page.matchAll(/(?:src|href)="(\/[^"]*\.(?:js|css|svg))"/g)].map(([, file]) => file ?? '');
      assert.ok(files.length > 0);
      for (const file of files) assert.equal((await visitor.get(file)).status, 200, file);
    });
  }

  test('serves the built element', async () => {
    const response = await fetch(`${demo.url}/scalekit-admin-portal.min.js`);
    assert.match(response.headers.get('Content-Type') ?? '', /javascript/);
    assert.match(await response.text(), /scalekit-admin-portal/);
  });

  test('leaves the portal out of its policy when the demo controls say so', async () => {
    const visitor = await Visitor.signedIn(demo.url);
    await visitor.postJson('/demo/frames', { forbidden: true });
    const response = await visitor.get('/settings/security');
    assert.match(response.headers.get('Content-Security-Policy') ?? '', /frame-src 'none';/);
    await visitor.postJson('/demo/frames', { forbidden: false });
  });

  test('answers to no other name than localhost', async () => {
    const { port } = new URL(demo.url);
    for (const host of [`127.0.0.1:${port}`, `attacker.example:${port}`]) {
      const { status, location, cookies } = await askAs(host, port);
      assert.equal(status, 302, host);
      assert.equal(location, demo.url);
      assert.equal(cookies, undefined);
    }
  });

  test('says little about what it does not have or does not understand', async () => {
    const visitor = await Visitor.signedIn(demo.url);
    assert.equal((await visitor.get('/assets/../../start.ts')).status, 404);
    const response = await visitor.get('/demo/behaviour', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: '{',
    });
    assert.equal(response.status, 400);
    assert.deepEqual(await response.json(), { error: 'The request was not understood.' });
  });
});

/** `fetch` writes the Host header itself. */
function askAs(
  host: string,
  port: string,
): Promise<{ status: number | undefined; location: string | undefined; cookies: string[] | undefined }> {
  return new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port, path: '/settings/security', headers: { Host: host } }, (response) => {
      response.resume();
      const { location, 'set-cookie': cookies } = response.headers;
      resolve({ status: response.statusCode, location, cookies });
    }).on('error', reject);
  });
}
