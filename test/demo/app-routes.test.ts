/** The applications of the demo: their build at the first visit, and their pages. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { AppBuild } from '../../demo/host/apps.ts';
import { startTestDemo, type TestDemo } from './test-demo.ts';
import { Visitor } from './visitor.ts';

const PAGE = '<!doctype html><head><meta name="portal-origins" content="" /></head><div id="app"></div>';

describe('the applications', () => {
  let demo: TestDemo;
  let directory: string;
  let build: AppBuild = { state: 'building' };

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'portal-apps-'));
    await writeFile(join(directory, 'index.html'), PAGE);
    await writeFile(join(directory, 'late.html'), PAGE);
    await writeFile(join(directory, 'app.js'), '// the application');
    demo = await startTestDemo({ appBuilds: () => build });
  });
  after(async () => {
    await demo.close();
    await rm(directory, { recursive: true });
  });

  test('show that they are being built, and reload', async () => {
    build = { state: 'building' };
    const text = await new Visitor(demo.url).text('/apps/vue/');
    assert.match(text, /Building the Vue application/);
    assert.match(text, /http-equiv="refresh"/);
  });

  test('show the output and the command of a failed build', async () => {
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

    test('have a strict policy and the origins of the portal, and sign in a new visitor', async () => {
      const visitor = new Visitor(demo.url);
      const response = await visitor.get('/apps/react/');
      assert.match(response.headers.get('Content-Security-Policy') ?? '', /script-src 'self'; style-src 'self'/);
      assert.match(response.headers.getSetCookie().join(), /HttpOnly/);
      const { url, customDomainUrl } = demo.simulator;
      assert.ok((await response.text()).includes(`<meta name="portal-origins" content="${url} ${customDomainUrl}"`));
      assert.equal((await visitor.get('/api/portal-link')).status, 200);
    });

    test('redirect a visitor who has signed out', async () => {
      const visitor = await Visitor.signedIn(demo.url);
      await visitor.postForm('/sign-out', {});
      for (const page of ['', 'late.html']) {
        assert.equal((await visitor.get(`/apps/react/${page}`)).headers.get('Location'), '/sign-in', page);
      }
    });

    test('redirect to an address with a slash, because their files are relative to it', async () => {
      assert.equal((await new Visitor(demo.url).get('/apps/react')).headers.get('Location'), '/apps/react/');
      assert.equal(await new Visitor(demo.url).text('/apps/react/app.js'), '// the application');
    });

    for (const path of ['ember/', 'constructor/', 'react/none.html', 'react/..%2f..%2fpackage.json']) {
      test(`answer 404 for ${path}`, async () => {
        assert.equal((await new Visitor(demo.url).get(`/apps/${path}`)).status, 404);
      });
    }
  });
});
