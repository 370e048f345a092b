/** WorkOS's SDK is loaded when the product needs it, and not before: by a file of its own, because a module stays loaded. */
import assert from 'node:assert/strict';
import { registerHooks } from 'node:module';
import { test } from 'node:test';
import { Visitor } from './visitor.ts';

test('the demo loads WorkOS’s SDK when it asks WorkOS for the first time', async () => {
  const loaded: string[] = [];
  const hooks = registerHooks({
    load(url, context, nextLoad) {
      loaded.push(url);
      return nextLoad(url, context);
    },
  });
  const sdk = (): string[] => loaded.filter((url) => url.includes('/@workos-inc/node/'));
  const { startDemo } = await import('../../demo/host/start-demo.ts');
  const demo = await startDemo({ hostPort: 0, simulatorPort: 0, environment: {} });
  try {
    const visitor = await Visitor.signedIn(demo.url);
    assert.equal((await visitor.get('/api/portal-link')).status, 200);
    assert.equal((await visitor.get('/settings/workos')).status, 200);
    assert.ok(loaded.some((url) => url.endsWith('/host-app.ts')));
    assert.deepEqual(sdk(), []);
    assert.equal((await visitor.get('/api/workos/portal-link?intent=sso')).status, 200);
    assert.notDeepEqual(sdk(), []);
  } finally {
    await demo.close();
    hooks.deregister();
  }
});
