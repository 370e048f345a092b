/**
 * The code in docs/migrating.md, run in Chromium against the simulator. Each way by hand shows the portal until its session
 * ends. The element shows it again, with one more link.
 */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { ScalekitClient } from '@scalekit-sdk/node';
import { build } from 'esbuild';
import { launch, type Browser, type Page } from 'puppeteer-core';
import { DROP_IN, ROOT } from '../../bench/tools/paths.ts';
import type { Simulator, Vocabulary } from '../../demo/simulator/simulator-api.ts';
import { startSimulator } from '../../demo/simulator/start-simulator.ts';
import { chromiumLaunchOptions, whyNoChromium } from '../tools/chromium.ts';
import { eventually } from '../tools/driven-page.ts';
import { portalOutcome } from '../tools/portal-outcome.ts';
import { page as pageOf } from '../tools/readme-code.ts';

interface Link {
  readonly location: string;
  readonly expireTime: string;
}

/** One section of the page. The endpoint's answers are those of the last table of its public host. */
interface Way {
  readonly heading: string;
  readonly answer: (link: Link) => object;
  /** The messages that the code before listens to. The element is tried with those of the reference. */
  readonly vocabulary?: Vocabulary;
  /** The host page around the code. `link` is for templates that a server fills in. */
  readonly page: (code: string, link: Link, kind: Kind) => string | Promise<string>;
  /** Links that the code before mints, where that is not 1, and the errors that it throws. */
  readonly before?: { readonly links?: number; readonly error?: RegExp };
}

type Kind = 'before' | 'after';

const SCRIPT = '<script src="/assets/scalekit-admin-portal.min.js" defer></script>';

const WAYS: readonly Way[] = [
  {
    heading: 'A `fetch`, then `iframe.src`',
    answer: ({ location }) => ({ link: { location } }),
    page: (code) => code,
  },
  {
    heading: 'A React component with an iframe',
    answer: ({ location, expireTime }) => ({
      link: location,
      expires_at: { seconds: Math.floor(Date.parse(expireTime) / 1000), nanos: 0 },
    }),
    page: async (code) => `<div id="root"></div><script type="module">${await bundleReact(code)}</script>`,
    // Strict mode runs the effect twice, and the first link is minted in vain.
    before: { links: 2 },
  },
  {
    heading: 'A link in server-rendered HTML',
    answer: ({ location }) => ({ location }),
    page: (code, { location }) => SCRIPT + code.replace(/\{\{ link[^}]*\}\}/, location),
  },
  {
    heading: 'Polling for the end of the session',
    answer: ({ location, expireTime }) => ({ portalLink: location, expiresAt: expireTime }),
    page: (code, _link, kind) =>
      kind === 'after' ? SCRIPT + code : `<iframe id="frame"></iframe><script type="module">${code}</script>`,
  },
  {
    heading: 'The snippet of an integration guide',
    answer: ({ location }) => ({ location }),
    vocabulary: 'guides',
    page: (code, { location }, kind) =>
      kind === 'after'
        ? `${SCRIPT}<scalekit-admin-portal id="portal" endpoint="/api/portal-link"></scalekit-admin-portal><script>${code}</script>`
        : `<iframe id="frame" src="${location}"></iframe><script>${code}</script>`,
    before: { error: /process is not defined/ },
  },
];

/** The first code block of a section behind "Before" or "After". */
const blockOf = (text: string, heading: string, kind: 'Before' | 'After'): string => {
  const section = text.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  const [, code] = new RegExp(`\\n${kind}[^\\n]*:\\n\\n\`\`\`\\w+\\n([^]*?)\`\`\``).exec(section) ?? [];
  assert.ok(code, `docs/migrating.md has no code "${kind}" below "${heading}"`);
  return code;
};

async function bundleReact(code: string): Promise<string> {
  const contents = `import { StrictMode, useEffect, useState } from 'react';
    import { createRoot } from 'react-dom/client';
    ${code}
    createRoot(document.getElementById('root')).render(<StrictMode><Portal /></StrictMode>);`;
  const { outputFiles } = await build({
    stdin: { contents, loader: 'jsx', resolveDir: ROOT },
    bundle: true,
    format: 'esm',
    jsx: 'automatic',
    write: false,
    // Strict mode does nothing in production.
    define: { 'process.env.NODE_ENV': '"development"' },
    logLevel: 'error',
  });
  return outputFiles[0]!.text.replaceAll('</script', '<\\/script');
}

const text = await readFile(pageOf('docs/migrating.md'), 'utf8');

test('every way of docs/migrating.md with code for the page is run here', () => {
  const headings = [...text.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
  const inTheBackend = ['A redirect from the backend'];
  assert.deepEqual(
    headings.filter((heading) => heading !== 'Afterwards'),
    [
      ...WAYS.slice(0, 4).map(({ heading }) => heading),
      ...inTheBackend,
      ...WAYS.slice(4).map(({ heading }) => heading),
    ],
  );
});

describe('the code of docs/migrating.md', { skip: whyNoChromium() }, () => {
  let simulator: Simulator;
  let server: Server;
  let browser: Browser;
  let dropIn: string;
  /** What the server answers. */
  let shown: { way: Pick<Way, 'answer' | 'page'>; code: string; kind: Kind };

  before(async () => {
    dropIn = await readFile(DROP_IN, 'utf8');
    simulator = await startSimulator();
    const { environment: env, organizationId } = simulator;
    const scalekit = new ScalekitClient(
      env.SCALEKIT_ENVIRONMENT_URL,
      env.SCALEKIT_CLIENT_ID,
      env.SCALEKIT_CLIENT_SECRET,
    );
    const mint = async (): Promise<Link> => {
      const { location, expireTime } = await scalekit.organization.generatePortalLink(organizationId);
      return { location, expireTime: new Date(Number(expireTime!.seconds) * 1000).toISOString() };
    };
    server = createServer((request, response) => {
      const respond = async (): Promise<[type: string, body: string]> => {
        const { way, code, kind } = shown;
        if (request.url?.startsWith('/assets/')) return ['text/javascript', dropIn];
        if (request.url?.startsWith('/api/')) return ['application/json', JSON.stringify(way.answer(await mint()))];
        if (request.url !== '/settings') return ['text/plain', ''];
        // Only a template has a link in the page.
        const isTemplate = code.includes('{{ link') || (kind === 'before' && !code.includes('fetch('));
        const link = isTemplate ? await mint() : { location: '', expireTime: '' };
        return [
          'text/html; charset=utf-8',
          `<!doctype html><title>Settings</title>${await way.page(code, link, kind)}`,
        ];
      };
      void respond().then(
        ([type, body]) => response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store' }).end(body),
        (error: unknown) => response.writeHead(500).end(String(error)),
      );
    });
    server.listen(0);
    await once(server, 'listening');
    browser = await launch(await chromiumLaunchOptions());
  });
  after(async () => {
    await browser.close();
    server.close();
    await simulator.close();
  });

  /** Opens the page in a window of its own. */
  async function open(way: Pick<Way, 'answer' | 'page' | 'vocabulary'>, code: string, kind: Kind) {
    simulator.reset();
    simulator.behave({ vocabulary: way.vocabulary && kind === 'before' ? way.vocabulary : 'reference' });
    shown = { way, code, kind };
    const context = await browser.createBrowserContext();
    const page = await context.newPage();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push((error as Error).message));
    await page.evaluateOnNewDocument(() => {
      const messages: unknown[] = [];
      Object.assign(window, { messages });
      addEventListener('message', ({ data }) => messages.push(data));
    });
    const { port } = server.address() as AddressInfo;
    const response = await page.goto(`http://localhost:${port}/settings`);
    assert.equal(response?.status(), 200, await response?.text());
    return { page, errors, close: () => context.close() };
  }

  const showsPortal = (page: Page) =>
    eventually('the portal', async () => {
      const frame = page.frames().find((one) => one.url().startsWith(simulator.url));
      const words = await frame?.evaluate(() => document.body.innerText).catch(() => '');
      return words?.includes('Single sign-on') ?? false;
    });

  const heard = (page: Page, words: RegExp) =>
    eventually(String(words), async () =>
      words.test(JSON.stringify(await page.evaluate(() => (window as unknown as { messages: unknown[] }).messages))),
    );

  for (const way of WAYS) {
    const { heading, before: expected = {} } = way;

    test(`${heading}: by hand, the end of a session leaves a portal that has ended`, async () => {
      const { page, errors, close } = await open(way, blockOf(text, heading, 'Before'), 'before');
      await showsPortal(page);
      assert.equal(simulator.links.length, expected.links ?? 1);
      simulator.expireSession();
      await heard(page, /expir/i);
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      assert.equal(simulator.links.length, expected.links ?? 1, 'no new link');
      if (expected.error) assert.match(errors.join('\n'), expected.error);
      else assert.deepEqual(errors, []);
      await close();
    });

    test(`${heading}: with the element, the end of a session leads to a new one with one more link`, async () => {
      const { page, errors, close } = await open(way, blockOf(text, heading, 'After'), 'after');
      assert.equal(await portalOutcome(page), 'ready');
      assert.equal(simulator.links.length, 1);
      const renewed = page.evaluate(
        () =>
          new Promise<void>((done) => {
            const portal = document.querySelector('scalekit-admin-portal')!;
            portal.addEventListener('portal-refresh', () => {
              portal.addEventListener('portal-state-change', ({ detail }) => {
                if (detail.state === 'ready') done();
              });
            });
          }),
      );
      simulator.expireSession();
      await renewed;
      assert.equal(simulator.links.length, 2);
      assert.deepEqual(errors, []);
      await close();
    });
  }

  test('A redirect from the backend: a click opens the portal in place of the page, with one link', async () => {
    const section = text.split('\n## A redirect from the backend\n')[1]!.split('\n## ')[0]!;
    const [, code] = /```html\n([^]*?)```/.exec(section) ?? [];
    assert.ok(code);
    const way = { answer: ({ location }: Link) => ({ url: location }), page: (html: string) => SCRIPT + html };
    const { page, close } = await open(way, code, 'after');
    await page.locator('scalekit-admin-portal >>> button').click();
    await eventually('the portal', () => Promise.resolve(page.url().startsWith(simulator.url)));
    assert.equal(simulator.links.length, 1);
    await close();
  });
});
