/** A Response of the package undici, which is not the Response of Node itself, and node-fetch's kind of headers with it. */
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { portalLinkHandler } from 'scalekit-admin-portal/server';

const require = createRequire(join(import.meta.dirname, 'package.json'));

test('mint may return or throw a Response of the package undici', async () => {
  const { Response: Foreign } = require('undici') as { Response: typeof Response };
  const headers: [string, string][] = [
    ['Set-Cookie', 'a=1'],
    ['Set-Cookie', 'b=2'],
  ];
  const foreign = () => new Foreign('{"error":1}', { status: 401, headers });
  assert.ok(!(foreign() instanceof Response));
  const thrown = () => {
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- That is what is tried.
    throw foreign();
  };
  for (const mint of [foreign, thrown]) {
    const response = await portalLinkHandler(mint)(new Request('https://app.example/'));
    assert.equal(response.status, 401);
    assert.deepEqual(response.headers.getSetCookie(), ['a=1', 'b=2']);
    assert.deepEqual(await response.json(), { error: 1 });
  }
});
