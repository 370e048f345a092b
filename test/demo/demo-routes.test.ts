/**
 * The routes behind the demo controls: what they change, and what they refuse.
 */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { startDemo, type Demo } from '../../demo/host/start-demo.ts';
import { Visitor } from './visitor.ts';

describe('the demo controls', () => {
  let demo: Demo;
  let visitor: Visitor;
  before(async () => {
    demo = await startDemo({ hostPort: 0, simulatorPort: 0, environment: {} });
    visitor = await Visitor.signedIn(demo.url);
  });
  beforeEach(() => visitor.postJson('/demo/reset', {}));
  after(() => demo.close());

  const behaviours = [
    { fault: 'silent' },
    { fault: 'refuse-framing' },
    { vocabulary: 'dotted' },
    { customDomain: true },
    { delay: 3000 },
    { fault: 'fail', vocabulary: 'guides' },
  ];
  for (const behaviour of behaviours) {
    test(`changes the portal: ${JSON.stringify(behaviour)}`, async () => {
      const state = await (await visitor.postJson('/demo/behaviour', behaviour)).json();
      const expected = { ...demo.simulator?.behaviour, ...behaviour };
      assert.deepEqual(demo.simulator?.behaviour, expected);
      assert.deepEqual(state.behaviour, expected);
    });
  }

  const nonsense: [path: string, body: unknown][] = [
    ['/demo/behaviour', {}],
    ['/demo/behaviour', { fault: 'explode' }],
    ['/demo/behaviour', { fault: 'constructor' }],
    ['/demo/behaviour', { fault: ['silent'] }],
    ['/demo/behaviour', { customDomain: 'true' }],
    ['/demo/behaviour', { delay: 1e9 }],
    ['/demo/behaviour', { constructor: 1 }],
    ['/demo/behaviour', { fault: 'silent', delay: -1 }],
    ['/demo/sessions', { short: 'yes' }],
    ['/demo/endpoint-fault', { fault: 'toString' }],
    ['/demo/endpoint-fault', {}],
    ['/demo/tag', { mode: 'window' }],
    ['/demo/tag', { method: 'DELETE' }],
    ['/demo/tag', { loadTimeout: 1 }],
    ['/demo/frames', {}],
  ];
  for (const [path, body] of nonsense) {
    test(`refuses ${path} ${JSON.stringify(body)}`, async () => {
      const before = await (await visitor.get('/demo/state')).json();
      assert.equal((await visitor.postJson(path, body)).status, 400);
      assert.deepEqual(await (await visitor.get('/demo/state')).json(), before);
    });
  }

  test('shortens sessions, and back', async () => {
    const lengths = (): unknown[] => [
      demo.simulator?.behaviour.sessionSeconds,
      demo.simulator?.behaviour.warningSeconds,
    ];
    await visitor.postJson('/demo/sessions', { short: true });
    assert.deepEqual(lengths(), [20, 10]);
    await visitor.postJson('/demo/sessions', { short: false });
    assert.deepEqual(lengths(), [21_600, 300]);
  });

  test('puts the attributes into the page as an adopter would', async () => {
    const tag = async (): Promise<string> =>
      /<scalekit-admin-portal[^>]*>/.exec(await (await visitor.get('/settings/security')).text())?.[0] ?? '';
    assert.doesNotMatch(await tag(), /mode|method|load-timeout/);
    await visitor.postJson('/demo/tag', { mode: 'tab' });
    await visitor.postJson('/demo/tag', { method: 'POST' });
    await visitor.postJson('/demo/tag', { loadTimeout: 3000 });
    assert.match(await tag(), /mode="tab"\s+method="POST"\s+load-timeout="3000"/);
  });

  test('counts links, minted and opened', async () => {
    const { location } = (await (await visitor.get('/api/portal-link')).json()) as { location: string };
    await visitor.get('/api/portal-link');
    await fetch(location, { redirect: 'manual' });
    const state = await (await visitor.get('/demo/state')).json();
    assert.deepEqual([state.linksMinted, state.linksOpened], [2, 1]);
    assert.ok(!JSON.stringify(state).includes('magicLink'));
  });

  test('starts over', async () => {
    const fresh = await (await visitor.get('/demo/state')).json();
    await visitor.get('/api/portal-link');
    await visitor.postJson('/demo/behaviour', { fault: 'hang', delay: 1000 });
    await visitor.postJson('/demo/sessions', { short: true });
    await visitor.postJson('/demo/endpoint-fault', { fault: 'status-404' });
    await visitor.postJson('/demo/tag', { mode: 'redirect', method: 'POST', loadTimeout: 3000 });
    await visitor.postJson('/demo/frames', { forbidden: true });
    assert.deepEqual(await (await visitor.postJson('/demo/reset', {})).json(), fresh);
  });

  test('is for people who are signed in', async () => {
    const stranger = new Visitor(demo.url);
    assert.equal((await stranger.get('/demo/state')).status, 401);
    assert.equal((await stranger.postJson('/demo/behaviour', { fault: 'fail' })).status, 401);
    assert.equal(demo.simulator?.behaviour.fault, 'none');
  });
});
