/** All faults of the simulated portal. */

import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { Simulator } from '../../demo/simulator/simulator-api.ts';
import { startSimulator } from '../../demo/simulator/start-simulator.ts';
import { mint } from './backend.ts';
import { portalEvents } from './portal-events.ts';
import { ENGINES, Visitor, has, openPortal } from './visitor.ts';

const FRAME = { referer: 'http://localhost:1/' };

describe('a portal with a fault', () => {
  let simulator: Simulator;

  before(async () => {
    simulator = await startSimulator({ hostOrigins: ['http://localhost:1'], behaviour: { sessionSeconds: 600 } });
  });
  beforeEach(() => simulator.reset());
  after(() => simulator.close());

  it('has its initial behaviour again after a reset', () => {
    const initial = {
      sessionSeconds: 600,
      warningSeconds: 300,
      linkSeconds: 60,
      delay: 0,
      vocabulary: 'reference',
      fault: 'none',
      customDomain: false,
    };
    assert.deepEqual(simulator.behaviour, initial);
    simulator.behave({ fault: 'silent', delay: 5 });
    assert.deepEqual(simulator.behaviour, { ...initial, fault: 'silent', delay: 5 });
    simulator.reset();
    assert.deepEqual(simulator.behaviour, initial);
  });

  it('reports a load failure', async () => {
    simulator.behave({ fault: 'fail' });
    const { visitor, page } = await openPortal(simulator, FRAME);
    assert.equal(page.status, 500);
    assert.ok(has(page, 'portal-failed'));
    assert.deepEqual(page.posts, [
      {
        targetOrigin: 'http://localhost:1',
        message: {
          event_type: 'PORTAL_LOAD_FAILURE',
          object: 'session',
          message: 'The portal could not be loaded.',
          data: { error_code: 'INTERNAL_ERROR' },
        },
      },
    ]);
    simulator.behave({ fault: 'none' });
    assert.deepEqual((await visitor.go(page, '')).types, ['PORTAL_LOAD_SUCCESS']);
  });

  it('posts no messages', async () => {
    simulator.behave({ fault: 'silent' });
    const { visitor, page } = await openPortal(simulator, FRAME);
    assert.ok(has(page, 'sso-card'));
    const events = await portalEvents(visitor, page);
    const saved = await visitor.clickAll(page, 'sso-open', 'continue', 'save');
    const enabled = await visitor.click(saved, 'sso-enable');
    simulator.warnSession(60);
    const warned = await events.next();
    simulator.expireSession();
    const ended = await events.next();
    assert.equal(ended.kind, 'ended');
    const gone = await visitor.go(page, '');
    const dead = await visitor.open(`${simulator.url}/magicLink/none`);
    for (const { types } of [page, saved, enabled, warned, ended, gone, dead]) assert.deepEqual(types, []);
  });

  it('never answers', async () => {
    simulator.behave({ fault: 'hang' });
    const entrance = await new Visitor(FRAME).request(new URL(await mint(simulator)));
    assert.equal(entrance.status, 303, 'the link is opened');
    const signal = AbortSignal.timeout(150);
    const page = fetch(`${simulator.url}/s/any`, { signal });
    await assert.rejects(page, { name: 'TimeoutError' });
    assert.equal((await fetch(`${simulator.url}/assets/portal.css`)).status, 200, 'the assets are served');
  });

  it('delays only its pages', async () => {
    simulator.behave({ delay: 60_000 });
    const location = await mint(simulator);
    const visitor = new Visitor(FRAME);
    assert.equal((await visitor.request(new URL(location))).status, 303);
    assert.equal((await fetch(`${simulator.url}/assets/portal.css`)).status, 200);

    simulator.behave({ delay: 150 });
    const start = Date.now();
    const page = await visitor.open(await mint(simulator));
    const duration = Date.now() - start;
    assert.ok(duration >= 145, `the page took ${duration} ms`);
    assert.deepEqual(page.types, ['PORTAL_LOAD_SUCCESS']);
  });

  it('refuses to be framed', async () => {
    simulator.behave({ fault: 'refuse-framing' });
    const { page } = await openPortal(simulator, FRAME);
    assert.match(page.headers.get('content-security-policy') ?? '', /frame-ancestors 'none'$/);
  });

  for (const engine of Object.keys(ENGINES) as (keyof typeof ENGINES)[]) {
    it(`loses its session cookie in ${engine}`, async () => {
      simulator.behave({ fault: 'block-cookies' });
      const { visitor, page } = await openPortal(simulator, { ...FRAME, engine });
      assert.deepEqual(visitor.cookies, []);
      assert.ok(has(page, 'session-ended'));
      assert.deepEqual(page.types, ['PORTAL_LOAD_FAILURE']);
      assert.equal(page.posts[0]?.targetOrigin, 'http://localhost:1');
      assert.partialDeepStrictEqual(page.posts[0].message, { data: { error_code: 'SESSION_EXPIRED' } });
    });
  }
});
