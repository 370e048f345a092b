/** `--browser`: with Playwright and with Puppeteer, what is heard, what is blanked, and what is said where there is none. */
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { startDemo } from '../../demo/host/start-demo.ts';
import { Visitor } from '../demo/visitor.ts';
import { whyNoBrowser } from './browser.ts';
import { examine, namedBy, type Examination } from './examine.ts';

const MODULES = join(import.meta.dirname, '../../node_modules');
const folders: string[] = [];
after(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

/** A project that has these packages alone. */
async function projectWith(...packages: readonly string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'doctor-'));
  folders.push(folder);
  await mkdir(join(folder, 'node_modules'));
  await writeFile(join(folder, 'package.json'), '{}');
  for (const name of packages) await symlink(join(MODULES, name), join(folder, 'node_modules', name));
  return folder;
}

async function examineDemo(
  folder: string,
  args: readonly string[] = [],
): Promise<Examination & { readonly links: number; readonly organizationId: string }> {
  const demo = await startDemo({ hostPort: 0, simulatorPort: 0, environment: {} });
  try {
    const visitor = await Visitor.signedIn(demo.url);
    const examination = await examine(
      [`${demo.url}/settings/security`, `--cookie=${visitor.cookie}`, '--browser', ...args],
      { folder },
    );
    return { ...examination, links: demo.simulator!.links.length, organizationId: demo.simulator!.organizationId };
  } finally {
    await demo.close();
  }
}

describe('--browser', { skip: whyNoBrowser, concurrency: 2 }, () => {
  for (const name of ['playwright', 'playwright-core', 'puppeteer-core']) {
    test(`with ${name}: what the portal says, with every id blanked, and no row that differs from the simulator`, async () => {
      const { diagnosis, text, json, links, organizationId, announced } = await examineDemo(await projectWith(name));
      assert.deepEqual(namedBy(diagnosis), [], text);
      assert.equal(diagnosis.facts.browser?.driver, name);
      assert.match(text, new RegExp(`Messages \\(${name};`));
      assert.match(text, /"event_type":"PORTAL_LOAD_SUCCESS","object":"session","organization_id":"<text of \d+>"/);
      assert.match(text, /the element: ready/);
      assert.deepEqual(
        diagnosis.comparison?.filter(({ verdict }) => verdict !== 'same'),
        [],
      );
      for (const report of [text, json])
        assert.ok(!report.includes(organizationId) && !/magicLink\/[\da-f]/.test(report));
      assert.equal(announced.length, 2);
      assert.equal(links, 3);
    });
  }

  test('headers go to the page alone, and never into the frame', async () => {
    const heard: IncomingHttpHeaders[] = [];
    const portal = createServer((request, response) => {
      heard.push(request.headers);
      response.writeHead(200, { 'Content-Type': 'text/html' }).end('<!doctype html>');
    });
    await new Promise<void>((resolve) => portal.listen(0, '127.0.0.1', resolve));
    const origin = `http://127.0.0.1:${(portal.address() as AddressInfo).port}`;
    let asAdministrator = 0;
    const page = createServer(({ headers }, response) => {
      if (headers.authorization === 'Bearer only-for-the-page') asAdministrator++;
      response
        .writeHead(200, { 'Content-Type': 'text/html' })
        .end(`<!doctype html><iframe src="${origin}/frame"></iframe>`);
    });
    await new Promise<void>((resolve) => page.listen(0, 'localhost', resolve));
    try {
      for (const name of ['playwright', 'puppeteer-core']) {
        const url = `http://localhost:${(page.address() as AddressInfo).port}/`;
        await examine([url, '--header=Authorization: Bearer only-for-the-page', '--browser', '--timeout=3'], {
          folder: await projectWith(name),
        });
      }
      assert.ok(heard.length >= 2, 'the frames were asked for');
      assert.deepEqual(
        heard.filter(({ authorization }) => authorization !== undefined),
        [],
      );
      // Twice by the doctor itself, and twice by a browser.
      assert.ok(asAdministrator >= 4, String(asAdministrator));
    } finally {
      for (const server of [page, portal]) {
        server.closeAllConnections();
        server.close();
      }
    }
  });
});

test('without Playwright and Puppeteer it says what to install, and the other checks run', async () => {
  const { diagnosis } = await examineDemo(await projectWith());
  assert.deepEqual(namedBy(diagnosis), []);
  const row = diagnosis.findings.find(({ id }) => id === 'browser.element');
  assert.equal(row?.status, 'not-checked');
  assert.match(row.sentence, /^Neither Playwright nor Puppeteer is installed in .+: npm install --save-dev playwright/);
  assert.equal(diagnosis.comparison, null);
});
