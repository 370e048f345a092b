/** The pages of the host application: sign-in and sign-out, the settings page with the tag, and its strict policy. */
import assert from 'node:assert/strict';
import { get } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { startTestDemo, type TestDemo } from './test-demo.ts';
import { Visitor } from './visitor.ts';

describe('the host application', () => {
  let demo: TestDemo;
  before(async () => {
    demo = await startTestDemo();
  });
  after(() => demo.close());

  test('redirects to the settings, and signs in the IT administrator on the first visit', async () => {
    const visitor = new Visitor(demo.url);
    const start = await visitor.get('/');
    assert.equal(start.headers.get('Location'), '/settings/security');
    const response = await visitor.get('/settings/security');
    const cookie = response.headers.getSetCookie().join();
    assert.match(cookie, /HttpOnly/);
    assert.match(cookie, /SameSite=Lax/);
    const page = await response.text();
    assert.match(page, /Ines Okafor/);
    const portalOrigins = `${demo.simulator.url} ${demo.simulator.customDomainUrl}`;
    assert.match(
      page,
      new RegExp(`<scalekit-admin-portal\\s+endpoint="/api/portal-link"\\s+environment-url="${portalOrigins}"`),
    );
  });

  test('does not sign in a visitor again after the sign-out', async () => {
    const visitor = await Visitor.signedIn(demo.url);
    assert.equal((await visitor.postForm('/sign-out', {})).headers.get('Location'), '/sign-in');
    const response = await visitor.get('/settings/security');
    assert.equal(response.status, 302);
    assert.equal(response.headers.get('Location'), '/sign-in');
  });

  test('shows the portal only to administrators', async () => {
    const visitor = new Visitor(demo.url);
    const signedIn = await visitor.postForm('/sign-in', { person: 'jonas' });
    assert.equal(signedIn.status, 303);
    const page = await visitor.text('/settings/security');
    assert.match(page, /Jonas Lindqvist/);
    assert.match(page, /Only administrators/);
    assert.doesNotMatch(page, /<scalekit-admin-portal|Demo controls|<script/);
  });

  test('does not sign in an unknown person', async () => {
    const visitor = new Visitor(demo.url);
    const response = await visitor.postForm('/sign-in', { person: 'mallory' });
    assert.equal(response.headers.get('Location'), '/sign-in');
    assert.equal((await visitor.get('/api/portal-link')).status, 401);
  });

  test('changes the session cookie with each sign-in, and ends the old session', async () => {
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
    test(`serves ${path} with a strict policy, which the page obeys`, async () => {
      const visitor = await Visitor.signedIn(demo.url);
      const response = await visitor.get(path);
      assert.equal(response.status, 200);
      const { url, customDomainUrl } = demo.simulator;
      assert.deepEqual(response.headers.get('Content-Security-Policy')?.split('; '), [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "connect-src 'self'",
        "img-src 'self' data:",
        `frame-src ${url} ${customDomainUrl}`,
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

  test('forbids the portal in its policy if the demo controls say so', async () => {
    const visitor = await Visitor.signedIn(demo.url);
    await visitor.postJson('/demo/frames', { forbidden: true });
    const response = await visitor.get('/settings/security');
    assert.match(response.headers.get('Content-Security-Policy') ?? '', /frame-src 'none';/);
    await visitor.postJson('/demo/frames', { forbidden: false });
  });

  test('redirects all other host names to localhost', async () => {
    const { port } = new URL(demo.url);
    for (const host of [`127.0.0.1:${port}`, `attacker.example:${port}`]) {
      assert.deepEqual(await answerTo(host, port), { status: 302, location: demo.url, cookies: undefined }, host);
    }
  });

  test('answers unknown paths and invalid JSON without details', async () => {
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

/** `fetch` cannot set the Host header. */
function answerTo(host: string, port: string): Promise<object> {
  return new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port, path: '/settings/security', headers: { Host: host } }, (response) => {
      response.resume();
      const { location, 'set-cookie': cookies } = response.headers;
      resolve({ status: response.statusCode, location, cookies });
    }).on('error', reject);
  });
}
