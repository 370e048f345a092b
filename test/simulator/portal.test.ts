/** A healthy portal: links, sessions, what a person can set up, and what the host page hears of it. */

import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Simulator, Vocabulary } from '../../demo/simulator/simulator-api.ts';
import { startSimulator } from '../../demo/simulator/start-simulator.ts';
import { mint } from './backend.ts';
import { portalEvents } from './portal-events.ts';
import { ENGINES, Visitor, formWith, has } from './visitor.ts';
import type { Page } from './visitor.ts';

const HOST = 'http://localhost:1';
const FRAME = { referer: `${HOST}/` };

describe('the portal', () => {
  let simulator: Simulator;

  before(async () => {
    simulator = await startSimulator({ hostOrigins: [HOST] });
  });
  beforeEach(() => {
    simulator.hostOrigins = [HOST];
    simulator.reset();
  });
  after(() => simulator.close());

  async function openPortal(features: string[] = []): Promise<{ visitor: Visitor; page: Page }> {
    const visitor = new Visitor(FRAME);
    return { visitor, page: await visitor.open(await mint(simulator, features)) };
  }

  async function saveSso(visitor: Visitor, overview: Page): Promise<Page> {
    const providers = await visitor.click(overview, 'sso-open');
    return visitor.click(await visitor.click(providers, 'continue'), 'save');
  }

  it('opens a link once, and says so to the host page', async () => {
    const location = await mint(simulator);
    const page = await new Visitor(FRAME).open(location);
    assert.equal(page.status, 200);
    assert.ok(has(page, 'sso-card') && has(page, 'scim-card'));
    assert.ok(!page.url.href.includes(location.slice(-36)), 'the link stays in the address');
    assert.equal(page.url.search, '');
    const [post, ...others] = page.posts;
    assert.deepEqual(others, []);
    assert.equal(post?.targetOrigin, HOST);
    const { data, ...message } = post.message as { data: { expiry: string } };
    assert.deepEqual(message, {
      event_type: 'PORTAL_LOAD_SUCCESS',
      object: 'session',
      organization_id: simulator.organizationId,
      message: 'The portal has loaded.',
    });
    assert.deepEqual(Object.keys(data), ['expiry']);
    const life = new Date(data.expiry).getTime() - Date.now();
    assert.ok(life > 21_590_000 && life <= 21_600_000, `the session lives ${life} ms`);
    assert.ok(simulator.links[0]?.openedAt instanceof Date);

    const again = await new Visitor(FRAME).open(location);
    assert.equal(again.status, 410);
    assert.ok(has(again, 'link-dead'));
    assert.deepEqual(again.posts, [
      {
        targetOrigin: HOST,
        message: {
          event_type: 'PORTAL_LOAD_FAILURE',
          object: 'session',
          message: 'The link or the session has expired.',
          data: { error_code: 'SESSION_EXPIRED' },
        },
      },
    ]);
  });

  it('lets a link die that nobody opens', async () => {
    simulator.behave({ linkSeconds: 0.02 });
    const location = await mint(simulator);
    await sleep(30);
    assert.ok(has(await new Visitor(FRAME).open(location), 'link-dead'));
    assert.equal(simulator.links[0]?.openedAt, null);
  });

  for (const engine of Object.keys(ENGINES) as (keyof typeof ENGINES)[]) {
    it(`keeps its session in a cross-site frame of ${engine}`, async () => {
      const visitor = new Visitor({ ...FRAME, engine });
      const page = await visitor.open(await mint(simulator));
      assert.deepEqual(page.types, ['PORTAL_LOAD_SUCCESS']);
      const saved = await saveSso(visitor, page);
      assert.ok(has(await visitor.click(saved, 'sso-enable'), 'sso-disable'));
      // The secret stands in the address only where no cookie is kept.
      const isClean = /^\/s\/[0-9a-f]+$/.test(page.url.pathname);
      assert.equal(isClean, engine !== 'webkit by default', page.url.pathname);
    });
  }

  it('hides the cookies from scripts and keeps them to one session', async () => {
    const entrance = await new Visitor().request(new URL(await mint(simulator)));
    const cookies = entrance.headers.getSetCookie();
    assert.equal(cookies.length, 2);
    const path = /^\/s\/[0-9a-f]+/.exec(entrance.headers.get('location') ?? '')?.[0];
    for (const cookie of cookies) assert.match(cookie, new RegExp(`; Path=${path}; HttpOnly`));
  });

  for (const engine of ['chromium', 'webkit by default'] as const) {
    it(`lets nobody in without the proof of the session, in ${engine}`, async () => {
      const visitor = new Visitor({ ...FRAME, engine });
      const entrance = await visitor.request(new URL(await mint(simulator)));
      const entry = new URL(entrance.headers.get('location') ?? '', simulator.url);
      const number = /^\/s\/([0-9a-f]+)\//.exec(entry.pathname)?.[1] ?? '';
      const assertRefused = async (path: string): Promise<void> => {
        const page = await new Visitor(FRAME).open(`${simulator.url}/s/${path}`);
        assert.equal(page.status, 403, path);
        assert.ok(has(page, 'session-ended') && !has(page, 'sso-card'), path);
        assert.deepEqual(page.types, ['PORTAL_LOAD_FAILURE'], path);
      };
      await assertRefused(`${number}/enter?key=guess`);
      assert.ok(has(await visitor.open(entry.href), 'sso-card'));
      for (const path of ['', '.', '.guess', '/enter', '/enter?key=', '/enter?key=guess', `/enter${entry.search}`]) {
        await assertRefused(number + path);
      }
    });
  }

  it('keeps the sessions of two frames of one browser apart', async () => {
    const visitor = new Visitor(FRAME);
    const first = await visitor.open(await mint(simulator, ['sso']));
    const second = await visitor.open(await mint(simulator, ['dir_sync']));
    assert.notEqual(first.url.pathname, second.url.pathname);
    assert.ok(has(await visitor.click(first, 'sso-open'), 'continue'));
    assert.ok(has(await visitor.click(second, 'scim-open'), 'continue'));
  });

  it('shows only the sections that the link allows', async () => {
    const full = await openPortal();
    const saved = await saveSso(full.visitor, full.page);
    const { visitor, page } = await openPortal(['dir_sync']);
    assert.ok(has(page, 'scim-card') && !has(page, 'sso-card'));
    assert.equal((await visitor.go(page, `${page.url.pathname}/sso`)).status, 404);
    const directory = await visitor.click(page, 'scim-open');
    const form = formWith(directory, 'continue');
    assert.equal((await visitor.send(directory, form.replace('/scim/provider', '/sso/enable'), {})).status, 404);
    assert.ok(has(await full.visitor.go(saved, ''), 'sso-enable'), 'still disabled');
  });

  it('tells the host page once when SSO is enabled and disabled', async () => {
    const { visitor, page } = await openPortal();
    const saved = await saveSso(visitor, page);
    assert.deepEqual(saved.posts, []);
    const enabled = await visitor.click(saved, 'sso-enable');
    assert.equal(enabled.posts.length, 1);
    const { targetOrigin, message } = enabled.posts[0] ?? {};
    assert.equal(targetOrigin, HOST);
    const { data, ...rest } = message as { data: { id: string } };
    assert.deepEqual(rest, {
      event_type: 'ORGANIZATION_SSO_ENABLED',
      object: 'connection',
      organization_id: simulator.organizationId,
      message: 'Single sign-on has been enabled.',
    });
    assert.match(data.id, /^conn_\d+$/);
    assert.deepEqual(data, { connection_type: 'SSO', id: data.id, type: 'OIDC', provider: 'OKTA', enabled: true });
    assert.deepEqual((await visitor.go(enabled, '')).posts, []);

    assert.deepEqual((await visitor.click(saved, 'sso-enable')).posts, [], 'enabling twice is no news');

    const disabled = await visitor.click(enabled, 'sso-disable');
    assert.deepEqual(disabled.types, ['ORGANIZATION_SSO_DISABLED']);
    assert.partialDeepStrictEqual(disabled.posts[0]?.message, { data: { id: data.id, enabled: false } });
  });

  it('takes another provider, SAML, and keeps the connection for the next session', async () => {
    const { visitor, page } = await openPortal();
    const providers = await visitor.click(page, 'sso-open');
    const choice = { provider: 'MICROSOFT_AD', protocol: 'SAML' };
    const details = await visitor.send(providers, formWith(providers, 'continue'), choice);
    const enabled = await visitor.click(await visitor.click(details, 'save'), 'sso-enable');
    assert.partialDeepStrictEqual(enabled.posts[0]?.message, { data: { type: 'SAML', provider: 'MICROSOFT_AD' } });

    simulator.expireSession();
    const next = await openPortal();
    assert.match(next.page.html, /data-test="sso-status"><span class="status on">Enabled</);
    assert.match(next.page.html, /Microsoft Entra ID, SAML/);
    simulator.reset();
    assert.match((await openPortal()).page.html, /data-test="sso-status"><span class="status">Not set up</);
  });

  it('says what is wrong with a form, escapes what was typed, and saves nothing', async () => {
    const { visitor, page } = await openPortal();
    const details = await visitor.click(await visitor.click(page, 'sso-open'), 'continue');
    const issuer = `"><script>alert(1)</script>'&`;
    const answer = await visitor.send(details, formWith(details, 'save'), { issuer, clientId: ' ' });
    assert.equal(answer.status, 422);
    assert.ok(has(answer, 'complaints'));
    assert.match(answer.html, /Issuer URL must be a full address/);
    assert.match(answer.html, /Enter the Client ID\./);
    assert.ok(answer.html.includes('value="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&#39;&amp;"'));
    assert.ok(!answer.html.includes('<script>alert'));
    assert.ok(has(await visitor.go(answer, `${page.url.pathname}/sso`), 'provider-OKTA'));
  });

  it('never shows a saved secret again, and keeps it when the field stays empty', async () => {
    const { visitor, page } = await openPortal();
    const saved = await saveSso(visitor, page);
    const edit = await visitor.click(saved, 'sso-edit');
    assert.ok(!edit.html.includes('demo-client-secret'));
    assert.ok(has(await visitor.click(edit, 'save'), 'sso-enable'));
  });

  it('takes forms from its own pages alone', async () => {
    const { visitor, page } = await openPortal();
    const saved = await saveSso(visitor, page);
    const forged = await visitor.send(saved, formWith(saved, 'sso-enable'), { formToken: 'guess' });
    assert.equal(forged.status, 403);
    assert.ok(has(forged, 'form-stale'));
    assert.ok(has(await visitor.go(saved, ''), 'sso-enable'), 'still disabled');
  });

  it('sets up directory sync and tells the host page', async () => {
    const { visitor, page } = await openPortal();
    const ready = await visitor.click(await visitor.click(page, 'scim-open'), 'continue');
    assert.match(ready.html, new RegExp(`value="${simulator.url}/api/v1/scim/dir_\\d+"`));
    assert.match(ready.html, /value="scim_[\w-]{32}"/);
    const enabled = await visitor.click(ready, 'scim-enable');
    const { data, ...rest } = enabled.posts[0]?.message as { data: { id: string } };
    assert.partialDeepStrictEqual(rest, { event_type: 'ORGANIZATION_DIRECTORY_ENABLED', object: 'directory' });
    assert.deepEqual(data, { directory_type: 'SCIM', id: data.id, provider: 'OKTA', enabled: true });
    assert.deepEqual((await visitor.click(enabled, 'scim-disable')).types, ['ORGANIZATION_DIRECTORY_DISABLED']);
  });

  const VOCABULARIES: Record<Vocabulary, { loaded: string[]; switched: string[][]; ended: string; dead: string }> = {
    reference: {
      loaded: ['PORTAL_LOAD_SUCCESS'],
      switched: [
        ['ORGANIZATION_SSO_ENABLED'],
        ['ORGANIZATION_SSO_DISABLED'],
        ['ORGANIZATION_DIRECTORY_ENABLED'],
        ['ORGANIZATION_DIRECTORY_DISABLED'],
      ],
      ended: 'PORTAL_SESSION_EXPIRY',
      dead: 'PORTAL_LOAD_FAILURE',
    },
    guides: {
      loaded: [],
      switched: [['SSO_CONFIGURED'], [], ['SCIM_CONFIGURED'], []],
      ended: 'SESSION_EXPIRED',
      dead: 'SESSION_EXPIRED',
    },
    dotted: {
      loaded: [],
      switched: [['sso.enabled'], ['sso.disabled'], [], []],
      ended: 'session.expired',
      dead: 'session.expired',
    },
  };

  for (const [vocabulary, words] of Object.entries(VOCABULARIES) as [Vocabulary, (typeof VOCABULARIES)['guides']][]) {
    it(`speaks the vocabulary ${vocabulary}`, async () => {
      simulator.behave({ vocabulary });
      const { visitor, page } = await openPortal();
      assert.deepEqual(page.types, words.loaded);
      const sso = await visitor.click(await saveSso(visitor, page), 'sso-enable');
      const ssoOff = await visitor.click(sso, 'sso-disable');
      const ready = await visitor.click(await visitor.click(page, 'scim-open'), 'continue');
      const scim = await visitor.click(ready, 'scim-enable');
      const scimOff = await visitor.click(scim, 'scim-disable');
      assert.deepEqual(
        [sso, ssoOff, scim, scimOff].map(({ types }) => types),
        words.switched,
      );
      simulator.expireSession();
      assert.deepEqual((await visitor.go(page, '')).types, [words.ended]);
      assert.deepEqual((await visitor.open(`${simulator.url}/magicLink/none`)).types, [words.dead]);
    });
  }

  it('ends a session by itself, at once and for every request', async () => {
    simulator.behave({ sessionSeconds: 0.8, warningSeconds: 0.6 });
    const { visitor, page } = await openPortal();
    const events = await portalEvents(visitor, page);
    assert.equal((await events.next()).kind, 'warned');
    const ended = await events.next();
    assert.equal(ended.kind, 'ended');
    assert.deepEqual(ended.types, ['PORTAL_SESSION_EXPIRY']);
    assert.ok(await events.isOver());
    const after = await visitor.click(page, 'sso-open');
    assert.equal(after.status, 403);
    assert.ok(has(after, 'session-ended'));
    assert.deepEqual(after.types, ['PORTAL_SESSION_EXPIRY']);
  });

  it('ends every session on command, and leaves later ones alone', async () => {
    const first = await openPortal();
    const second = await openPortal();
    const streams = [await portalEvents(first.visitor, first.page), await portalEvents(second.visitor, second.page)];
    simulator.expireSession();
    for (const events of streams) assert.equal((await events.next()).kind, 'ended');
    const late = await portalEvents(first.visitor, first.page);
    assert.equal((await late.next()).kind, 'ended', 'a page that was away hears of it when it is back');
    const third = await openPortal();
    assert.ok(has(await third.visitor.click(third.page, 'sso-open'), 'continue'));
  });

  it('warns on command, shortens the session, and never prolongs it', async () => {
    const { visitor, page } = await openPortal();
    const events = await portalEvents(visitor, page);
    simulator.warnSession(100);
    const warned = await events.next();
    assert.deepEqual(warned.types, ['PORTAL_SESSION_WARNING']);
    const left = new Date(warned.endsAt).getTime() - Date.now();
    assert.ok(left > 98_000 && left <= 100_000, `${left} ms are left`);
    simulator.warnSession();
    assert.equal((await events.next()).endsAt, warned.endsAt);
    assert.match((await visitor.go(page, '')).html, /<div id="warning" role="status"><p/);
    simulator.warnSession(0.05);
    assert.equal((await events.next()).kind, 'warned');
    assert.equal((await events.next()).kind, 'ended');
  });

  it('keeps a warning for the next page when none is open', async () => {
    const { visitor, page } = await openPortal();
    simulator.warnSession(100);
    const events = await portalEvents(visitor, page);
    assert.deepEqual((await events.next()).types, ['PORTAL_SESSION_WARNING']);
    const later = await portalEvents(visitor, page);
    simulator.expireSession();
    assert.equal((await later.next()).kind, 'ended', 'the warning came once');
  });

  it('shows and posts on the next page what was configured elsewhere, once', async () => {
    const { visitor, page } = await openPortal();
    const events = await portalEvents(visitor, page);
    simulator.configure({ sso: true, directory: true });
    assert.deepEqual(await events.next().then(({ kind, types }) => [kind, types]), ['outdated', []]);
    const next = await visitor.go(page, '');
    assert.deepEqual(next.types, ['ORGANIZATION_SSO_ENABLED', 'ORGANIZATION_DIRECTORY_ENABLED']);
    assert.ok(has(await visitor.click(page, 'sso-open'), 'sso-disable'));
    assert.deepEqual((await visitor.go(page, '')).types, []);
    simulator.configure({ sso: true });
    assert.deepEqual((await visitor.go(page, '')).types, [], 'what is that way already is no news');
    simulator.configure({ sso: false });
    assert.deepEqual((await visitor.go(page, '')).types, ['ORGANIZATION_SSO_DISABLED']);
  });

  it('lets a page that was on its way hear that something was configured meanwhile', async () => {
    const { visitor, page } = await openPortal();
    simulator.configure({ directory: true });
    const events = await portalEvents(visitor, page);
    assert.equal((await events.next()).kind, 'outdated');
    assert.deepEqual((await visitor.go(page, '')).types, ['ORGANIZATION_DIRECTORY_ENABLED']);
  });

  it('lets the pages of a forgotten session stop asking', async () => {
    const { visitor, page } = await openPortal();
    simulator.reset();
    const response = await visitor.request(new URL(`${page.url.href}/events`));
    assert.equal(response.status, 204);
  });

  it('may be framed by registered host pages alone, and lets nothing inline run', async () => {
    simulator.hostOrigins = ['http://localhost:1', 'https://app.example'];
    const { page } = await openPortal();
    const policy = page.headers.get('content-security-policy') ?? '';
    assert.match(policy, /; frame-ancestors http:\/\/localhost:1 https:\/\/app\.example$/);
    assert.match(policy, /^default-src 'none'; script-src 'self'; style-src 'self'; /);
    assert.ok(!policy.includes('unsafe'));
    assert.doesNotMatch(page.html, /\sstyle="|\son\w+="|<style|<script(?! src)/);
    assert.equal(page.headers.get('referrer-policy'), 'no-referrer');
    assert.equal(page.headers.get('cache-control'), 'no-store');
    assert.equal(page.headers.get('x-content-type-options'), 'nosniff');
    simulator.hostOrigins = [];
    assert.match((await openPortal()).page.headers.get('content-security-policy') ?? '', /frame-ancestors 'none'$/);
  });

  it('tells a page that is not registered nothing but that the portal did not load', async () => {
    for (const referer of ['http://localhost:2/', 'http://localhost:12/', '']) {
      const visitor = new Visitor({ referer });
      const page = await visitor.open(await mint(simulator));
      assert.deepEqual(page.posts, []);
      assert.deepEqual((await visitor.click(await saveSso(visitor, page), 'sso-enable')).posts, []);
      simulator.expireSession();
      assert.deepEqual((await visitor.go(page, '')).posts, []);
      const dead = await visitor.open(`${simulator.url}/magicLink/none`);
      assert.deepEqual(dead.types, ['PORTAL_LOAD_FAILURE']);
      assert.equal(dead.posts[0]?.targetOrigin, '*');
      simulator.reset();
    }
  });

  it('lives on the custom domain when there is one, and knows its host page there', async () => {
    simulator.behave({ customDomain: true });
    const location = await mint(simulator);
    assert.ok(location.startsWith(`${simulator.url}/magicLink/`));
    const visitor = new Visitor(FRAME);
    const page = await visitor.open(location);
    assert.equal(page.url.origin, simulator.customDomainUrl);
    assert.deepEqual(page.types, ['PORTAL_LOAD_SUCCESS']);
    assert.ok(has(await saveSso(visitor, page), 'sso-enable'));
    assert.ok(has(await visitor.open(location), 'link-dead'));
  });

  it('serves its script and its styles, and nothing beside them', async () => {
    for (const [name, type] of [
      ['portal.js', /javascript/],
      ['portal.css', /css/],
      ['portal.svg', /svg/],
    ] as const) {
      const response = await fetch(`${simulator.url}/assets/${name}`);
      assert.equal(response.status, 200);
      assert.match(response.headers.get('content-type') ?? '', type);
      await response.text();
    }
    const outside = await fetch(`${simulator.url}/assets/..%2fstart-simulator.ts`);
    assert.ok(outside.status >= 400);
    assert.ok(!(await outside.text()).includes('import'));
  });
});
