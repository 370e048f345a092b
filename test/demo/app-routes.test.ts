/** The applications of the demo: how they are built at the first visit, and how they are served. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { AppBuild } from '../../demo/host/apps.ts';
import { startDemo, type Demo } from '../../demo/host/start-demo.ts';
import { Visitor } from './visitor.ts';

const PAGE = '<!doctype html><head><meta name="portal-origins" content="" /></head><div id="app"></div>';

describe('the applications', () => {
  let demo: Demo;
  let directory: string;
  let build: AppBuild = { state: 'building' };

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'portal-apps-'));
    await writeFile(join(directory, 'index.html'), PAGE);
    await writeFile(join(directory, 'late.html'), PAGE);
    await writeFile(join(directory, 'app.js'), '// the application');
    demo = await startDemo({ hostPort: 0, simulatorPort: 0, environment: {}, appBuilds: () => build });
  });
  after(async () => {
    await demo.close();
    await rm(directory, { recursive: true });
  });

  test('say that they are being built, and look again by themselves', async () => {
    build = { state: 'building' };
    const text = await (await new Visitor(demo.url).get('/apps/vue/')).text();
    assert.match(text, /Building the Vue application/);
    assert.match(text, /http-equiv="refresh"/);
  });

  test('show what the build said when it failed, and how to run it', async () => {
    build = { state: 'failed', output: 'error TS1: <Portal>' };
    const response = await new Visitor(demo.url).get('/apps/svelte/');
    assert.equal(response.status, 500);
    const text = await response.text();
    assert.match(text, /error TS1: &#60;Portal&#62;/);
    assert.match(text, /npm run build -w demo\/apps\/svelte/);
  });

  describe('once they are built', () => {
    before(() => {
      build = { state: 'built', directory };
    });

    test('are served with a strict policy, tell where the portal lives, and sign a first visitor in', async () => {
      const visitor = new Visitor(demo.url);
      const response = await visitor.get('/apps/react/');
      assert.match(response.headers.get('Content-Security-Policy') ?? '', /script-src 'self'; style-src 'self'/);
      assert.match(response.headers.getSetCookie().join(), /HttpOnly/);
      const { url, customDomainUrl } = demo.simulator!;
      assert.ok((await response.text()).includes(`<meta name="portal-origins" content="${url} ${customDomainUrl}"`));
      assert.equal((await visitor.get('/api/portal-link')).status, 200);
    });

    test('are for the signed-in alone', async () => {
      const visitor = await Visitor.signedIn(demo.url);
      await visitor.postForm('/sign-out', {});
      for (const page of ['', 'late.html']) {
        assert.equal((await visitor.get(`/apps/react/${page}`)).headers.get('Location'), '/sign-in', page);
      }
    });

    test('end in a slash, because their files are named relative to it', async () => {
      assert.equal((await new Visitor(demo.url).get('/apps/react')).headers.get('Location'), '/apps/react/');
      assert.equal(await (await new Visitor(demo.url).get('/apps/react/app.js')).text(), '// the application');
    });

    test('are those that there are', async () => {
      for (const path of [
        '/apps/ember/',
        '/apps/constructor/',
        '/apps/react/none.html',
        '/apps/react/..%2f..%2fpackage.json',
      ]) {
        assert.equal((await new Visitor(demo.url).get(path)).status, 404, path);
      }
    });
  });
});
