/** The product only loads WorkOS's SDK when it needs it. In a separate file, because a loaded module stays loaded. */
import assert from 'node:assert/strict';
import { registerHooks } from 'node:module';
import { test } from 'node:test';
import { Visitor } from './visitor.ts';

test('the demo loads WorkOS’s SDK with its first request to WorkOS', async () => {
  const loaded: string[] = [];
  const hooks = registerHooks({
    load(url, context, nextLoad) {
      loaded.push(url);
      return nextLoad(url, context);
    },
  });
  const sdk = (): string[] => loaded.filter((url) => url.includes('/@workos-inc/node/'));
  const { startTestDemo } = await import('./test-demo.ts');
  try {
    await using demo = await startTestDemo();
    const visitor = await Visitor.signedIn(demo.url);
    assert.equal((await visitor.get('/api/portal-link')).status, 200);
    assert.equal((await visitor.get('/settings/workos')).status, 200);
    assert.ok(loaded.some((url) => url.endsWith('/host-app.ts')));
    assert.deepEqual(sdk(), []);
    assert.equal((await visitor.get('/api/workos/portal-link?intent=sso')).status, 200);
    assert.notDeepEqual(sdk(), []);
  } finally {
    hooks.deregister();
  }
});
