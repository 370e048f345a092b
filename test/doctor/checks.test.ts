/** What decides without asking anybody: lists of sources, cookies, sites, headers that are structured, and what is cut out. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { maySendSecrets, readCall, type Call } from '../../doctor/call.ts';
import { bestSurvival, cookieHeader, readCookies } from '../../doctor/cookies.ts';
import { CHECKS } from '../../doctor/diagnose.ts';
import { readDocument } from '../../doctor/document.ts';
import type { Facts } from '../../doctor/facts.ts';
import { allowedFor, demandsIntegrity, listsOrigin } from '../../doctor/permissions.ts';
import { deciding, listMatches, readPolicies, scriptMatches } from '../../doctor/policy.ts';
import { redactorFor } from '../../doctor/redactor.ts';
import { fetchSite, isSameSite } from '../../doctor/sites.ts';

const SELF = new URL('https://app.example.com/settings');

/** By section 6.7.2 of CSP Level 3. */
const MATCHES: readonly (readonly [sources: string, url: string, matches: boolean])[] = [
  ["'none'", 'https://app.example.com/', false],
  ['', 'https://app.example.com/', false],
  ['*', 'https://a.example/', true],
  ['*', 'data:text/html,', false],
  ["'self'", 'https://app.example.com/x', true],
  ["'SELF'", 'https://app.example.com/x', true],
  ["'self'", 'https://app.example.com:8443/x', false],
  ["'self'", 'https://example.com/x', false],
  ['https:', 'https://a.example/', true],
  ['http:', 'https://a.example/', true],
  ['https:', 'http://a.example/', false],
  ['a.example', 'https://a.example/', true],
  ['a.example', 'http://a.example/', false],
  ['http://a.example', 'https://a.example/', true],
  ['https://a.example', 'https://b.a.example/', false],
  ['https://*.a.example', 'https://b.a.example/', true],
  ['https://*.a.example', 'https://a.example/', false],
  ['https://*.a.example', 'https://ba.example/', false],
  ['https://A.example', 'https://a.example/', true],
  ['https://a.example:8443', 'https://a.example/', false],
  ['https://a.example:8443', 'https://a.example:8443/', true],
  ['https://a.example:*', 'https://a.example:8443/', true],
  ['https://a.example', 'https://a.example:8443/', false],
  ['http://a.example:80', 'https://a.example/', true],
  ['https://a.example/js/', 'https://a.example/js/x.js', true],
  ['https://a.example/js', 'https://a.example/js/x.js', false],
  ['https://a.example/x.js', 'https://a.example/x.js?v=1', true],
  ['https://a.example/%78.js', 'https://a.example/x.js', true],
  ['wss://a.example', 'https://a.example/', true],
  ['https://b.example https://a.example', 'https://a.example/', true],
  ['http://127.0.0.1:4601', 'http://127.0.0.1:4601/magicLink/x', true],
  ['http://[::1]:4601', 'http://[::1]:4601/', true],
];

for (const [sources, url, matches] of MATCHES) {
  test(`the list "${sources}" ${matches ? 'lets' : 'does not let'} ${url} pass`, () => {
    assert.equal(listMatches(sources.split(' ').filter(Boolean), new URL(url), SELF), matches);
  });
}

test('a page on http: lets the same host pass on https:', () => {
  assert.ok(listMatches(["'self'"], new URL('https://app.example.com/'), new URL('http://app.example.com/')));
});

test('directives fall back, several policies stay apart, and meta has no frame-ancestors', () => {
  const [first, second] = readPolicies("child-src a.example; default-src 'none', script-src 'self'", 'header');
  assert.equal(deciding(first!, 'frame-src')?.name, 'child-src');
  assert.equal(deciding(first!, 'connect-src')?.name, 'default-src');
  assert.equal(deciding(second!, 'frame-src'), null);
  assert.equal(readPolicies("frame-ancestors 'none'", 'meta')[0]?.directives.has('frame-ancestors'), false);
  assert.deepEqual(readPolicies(null, 'header'), []);
});

test('scripts pass by nonce or hash, and strict-dynamic takes the hosts away', () => {
  const url = new URL('https://cdn.example/x.js');
  const script = { url, nonce: 'abc', integrity: 'sha384-x sha384-y' };
  assert.ok(scriptMatches(["'nonce-abc'"], script, SELF));
  assert.ok(scriptMatches(["'sha384-x'", "'sha384-y'"], script, SELF));
  assert.ok(!scriptMatches(["'sha384-x'"], script, SELF));
  assert.ok(!scriptMatches(["'strict-dynamic'", 'https://cdn.example'], { ...script, nonce: undefined }, SELF));
  assert.ok(!scriptMatches(["'nonce-'"], { ...script, nonce: '' }, SELF));
});

test('cookies: in which frames they live', () => {
  const portal = new URL('https://env.scalekit.com/');
  const survival = (line: string, from = portal) => bestSurvival(readCookies([line], from), SELF);
  assert.equal(survival('a=1'), 'never');
  assert.equal(survival('a=1; SameSite=None'), 'never');
  assert.equal(survival('a=1; SameSite=Lax; Secure'), 'never');
  assert.equal(survival('a=1; samesite=none; secure'), 'while-allowed');
  assert.equal(survival('a=1; SameSite=None; Secure; Partitioned'), 'partitioned');
  assert.equal(survival('a=1; SameSite=Strict', new URL('https://sso.example.com/')), 'always');
  assert.equal(bestSurvival([], SELF), null);
});

test('cookies: to whom they are sent', () => {
  const cookies = readCookies(
    ['a=1; Path=/s/1', 'b=2; Domain=.example.com', 'c=3'],
    new URL('https://sso.example.com/'),
  );
  assert.equal(cookieHeader(cookies, new URL('https://sso.example.com/s/1/enter')), 'a=1; b=2; c=3');
  assert.equal(cookieHeader(cookies, new URL('https://sso.example.com/s/10')), 'b=2; c=3');
  assert.equal(cookieHeader(cookies, new URL('https://other.example.com/')), 'b=2');
  assert.equal(cookieHeader(cookies, new URL('https://a.example/')), null);
});

test('sites are registrable domains of one scheme', () => {
  assert.ok(isSameSite(SELF, new URL('https://sso.example.com/')));
  assert.ok(!isSameSite(SELF, new URL('http://sso.example.com/')));
  assert.ok(!isSameSite(new URL('https://a.co.uk/'), new URL('https://b.co.uk/')));
  assert.ok(!isSameSite(new URL('https://a.github.io/'), new URL('https://b.github.io/')));
  assert.ok(!isSameSite(new URL('http://localhost:1/'), new URL('http://127.0.0.1:1/')));
  assert.equal(fetchSite(SELF, new URL('https://api.example.com/')), 'same-site');
});

test('Permissions-Policy and Integrity-Policy', () => {
  const words = allowedFor('camera=(), clipboard-write=(self "https://env.scalekit.com")', 'clipboard-write') ?? [];
  assert.ok(listsOrigin(words, 'https://env.scalekit.com', SELF.origin));
  assert.ok(listsOrigin(words, SELF.origin, SELF.origin));
  assert.ok(!listsOrigin(words, 'https://a.example', SELF.origin));
  assert.ok(listsOrigin(allowedFor('clipboard-write=*', 'clipboard-write') ?? [], 'https://a.example', SELF.origin));
  assert.deepEqual(allowedFor('clipboard-write=()', 'clipboard-write'), []);
  assert.equal(allowedFor("clipboard-write 'self'", 'clipboard-write'), null);
  assert.ok(demandsIntegrity('blocked-destinations=(script), endpoints=(a)'));
  assert.ok(!demandsIntegrity(null));
});

test('what makes somebody an administrator goes to the hosts that the command line names, and never in the clear', async () => {
  const call = (await readCall(['doctor', 'https://app.example.com/x', '--endpoint=https://api.example.com/link'], {
    environment: {},
    readInput: async () => '',
  })) as Call;
  const may = (url: string) => maySendSecrets(call, new URL(url));
  assert.ok(may('https://app.example.com/other'));
  assert.ok(may('https://api.example.com/link'));
  assert.ok(may('https://app.example.com:8443/'));
  assert.ok(!may('http://app.example.com/x'));
  assert.ok(!may('https://example.com/'));
  assert.ok(!may('https://app.example.com.attacker.example/'));
});

test('an http: page that is not on this computer is a fault', () => {
  const check = CHECKS.find(({ id }) => id === 'page.secure')!;
  const statusOf = (url: string) => check.look({ page: { url: new URL(url), document: {} } } as Facts)?.status;
  assert.equal(statusOf('http://app.example.com/'), 'fault');
  assert.equal(statusOf('https://app.example.com/'), 'ok');
  assert.equal(statusOf('http://app.localhost:3000/'), 'ok');
});

test('the document is read as a browser reads it', () => {
  const { tags, tagsInTemplates, metaPolicies, isQuirky } = readDocument(`<!doctype html>
    <meta http-equiv="content-security-policy" content="frame-src a.example">
    <template><scalekit-admin-portal></scalekit-admin-portal></template>
    <div><template shadowrootmode="open"><scalekit-admin-portal ENDPOINT=/a></scalekit-admin-portal></template></div>
    <!-- <scalekit-admin-portal endpoint="/comment"> -->
    <meta http-equiv="content-security-policy" content="in the body">
    <scalekit-admin-portal endpoint="/b" />`);
  assert.deepEqual(
    tags.map(({ attributes, isSelfClosed }) => [attributes.get('endpoint'), isSelfClosed]),
    [
      ['/a', false],
      ['/b', true],
    ],
  );
  assert.equal(tagsInTemplates, 1);
  assert.deepEqual(metaPolicies, ['frame-src a.example']);
  assert.equal(isQuirky, false);
});

test('every secret of the call is cut out of a report, whole and in parts', async () => {
  const args = [
    'doctor',
    'https://a.example',
    '--cookie=session=abc123def; theme=dark',
    '--header=Authorization: Bearer xyz789uvw',
  ];
  const redact = redactorFor((await readCall(args, { environment: {}, readInput: async () => '' })) as Call, null);
  const text = redact('session=abc123def; theme=dark / abc123def / Bearer xyz789uvw / xyz789uvw / \u001b[31mred');
  assert.doesNotMatch(text, /abc123def|xyz789uvw|\u001b/);
});
