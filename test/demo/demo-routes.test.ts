/** The routes of the demo controls. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { startTestDemo, type TestDemo } from './test-demo.ts';
import { Visitor } from './visitor.ts';

describe('the demo controls', () => {
  let demo: TestDemo;
  let visitor: Visitor;
  before(async () => {
    demo = await startTestDemo();
    visitor = await Visitor.signedIn(demo.url);
  });
  beforeEach(() => visitor.postJson('/demo/reset', {}));
  after(() => demo.close());

  const state = () => visitor.json('/demo/state');

  const behaviours = [
    { fault: 'silent' },
    { fault: 'refuse-framing' },
    { vocabulary: 'dotted' },
    { customDomain: true },
    { delay: 3000 },
    { fault: 'fail', vocabulary: 'guides' },
  ];
  for (const behaviour of behaviours) {
    test(`change the portal: ${JSON.stringify(behaviour)}`, async () => {
      const changed = await (await visitor.postJson('/demo/behaviour', behaviour)).json();
      const expected = { ...demo.simulator.behaviour, ...behaviour };
      assert.deepEqual(demo.simulator.behaviour, expected);
      assert.deepEqual(changed.behaviour, expected);
    });
  }

  const invalid: [path: string, body: unknown][] = [
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
  for (const [path, body] of invalid) {
    test(`refuse ${path} ${JSON.stringify(body)}`, async () => {
      const before = await state();
      assert.equal((await visitor.postJson(path, body)).status, 400);
      assert.deepEqual(await state(), before);
    });
  }

  test('shorten sessions, and restore their length', async () => {
    const lengths = () => [demo.simulator.behaviour.sessionSeconds, demo.simulator.behaviour.warningSeconds];
    await visitor.postJson('/demo/sessions', { short: true });
    assert.deepEqual(lengths(), [20, 10]);
    await visitor.postJson('/demo/sessions', { short: false });
    assert.deepEqual(lengths(), [21_600, 300]);
  });

  test('set the attributes of the tag', async () => {
    const tag = async (): Promise<string> =>
      /<scalekit-admin-portal[^>]*>/.exec(await visitor.text('/settings/security'))?.[0] ?? '';
    assert.doesNotMatch(await tag(), /mode|method|load-timeout/);
    await visitor.postJson('/demo/tag', { mode: 'tab' });
    await visitor.postJson('/demo/tag', { method: 'POST' });
    await visitor.postJson('/demo/tag', { loadTimeout: 3000 });
    assert.match(await tag(), /mode="tab"\s+method="POST"\s+load-timeout="3000"/);
  });

  test('count minted and opened links', async () => {
    const { location } = (await visitor.json('/api/portal-link')) as { location: string };
    await visitor.get('/api/portal-link');
    await fetch(location, { redirect: 'manual' });
    const { linksMinted, linksOpened, ...others } = await state();
    assert.deepEqual([linksMinted, linksOpened], [2, 1]);
    assert.ok(!JSON.stringify(others).includes('magicLink'));
  });

  test('reset all changes', async () => {
    const initial = await state();
    await visitor.get('/api/portal-link');
    await visitor.postJson('/demo/behaviour', { fault: 'hang', delay: 1000 });
    await visitor.postJson('/demo/sessions', { short: true });
    await visitor.postJson('/demo/endpoint-fault', { fault: 'status-404' });
    await visitor.postJson('/demo/tag', { mode: 'redirect', method: 'POST', loadTimeout: 3000 });
    await visitor.postJson('/demo/frames', { forbidden: true });
    assert.deepEqual(await (await visitor.postJson('/demo/reset', {})).json(), initial);
  });

  test('are only for signed-in people', async () => {
    const stranger = new Visitor(demo.url);
    assert.equal((await stranger.get('/demo/state')).status, 401);
    assert.equal((await stranger.postJson('/demo/behaviour', { fault: 'fail' })).status, 401);
    assert.equal(demo.simulator.behaviour.fault, 'none');
  });
});
