/**
 * The section "In a new project" of the pages on frameworks, in the templates of `create-vite`, as npm really installs them:
 * the template's own build, and Vite's server in front of the quickstart's product.
 */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test, type TestContext } from 'node:test';
import { launch, type Browser } from 'puppeteer-core';
import { connectSimulator } from '../../demo/simulator/connect-simulator.ts';
import { chromiumLaunchOptions, whyNoChromium } from '../tools/chromium.ts';
import { freePort } from '../tools/free-port.ts';
import { installWith, packInto } from '../tools/pack.ts';
import { quickstartRecipe } from '../tools/quickstart-recipe.ts';
import { page } from '../tools/readme-code.ts';
import { commandsOf, filesOf } from '../tools/recipe.ts';
import { StartedProgram } from '../tools/started-program.ts';

const CREATE_VITE = join(import.meta.dirname, 'node_modules/create-vite/index.js');
/** ms: for npm and the compilers on a busy machine. */
const LIMIT = 240_000;
const skip = whyNoChromium();

interface Recipe {
  /** The command that creates the project. */
  readonly create: string;
  readonly files: ReadonlyMap<string, string>;
  /** The code of `vite.config.ts`. */
  readonly config: string;
  /** The address that `config` passes requests to. */
  readonly backend: string;
  /** The text of the page after SSO was switched on. */
  readonly status: string;
}

/** What the reader of a page follows. @throws if the page lacks a part. */
async function recipeOf(framework: string): Promise<Recipe> {
  const path = `docs/frameworks/${framework}.md`;
  const need = <T>(part: T | undefined, name: string): T => {
    if (part === undefined) throw new Error(`${path} has no ${name} in a section "In a new project"`);
    return part;
  };
  const text = await readFile(page(path), 'utf8');
  const section = need(/^## In a new project\n([^]*?)(?=^## )/m.exec(text)?.[1], 'text');
  const files = new Map(filesOf(section));
  const config = need(files.get('vite.config.ts'), 'code of `vite.config.ts`');
  need(
    [...files.keys()].find((name) => /^src\/app\.\w+$/i.test(name)),
    'code of a file `src/App…`',
  );
  return {
    create: need(
      commandsOf(section).find((command) => command.startsWith('npm create vite@latest ')),
      'command',
    ),
    files,
    config,
    backend: need(/'(http:\/\/localhost:\d+)'/.exec(config)?.[1], 'address of the backend'),
    status: need(/the page says "([^"]+)"/.exec(section)?.[1], 'sentence on what the page says'),
  };
}

const RECIPES = new Map<string, Recipe>();
for (const framework of ['react', 'vue', 'svelte', 'preact', 'solid-vite']) {
  RECIPES.set(framework, await recipeOf(framework));
}

/** A program without the variables of the tests and of the npm that runs them. The registry is that of the tests. */
function bash(command: string, cwd: string, more: NodeJS.ProcessEnv = {}): StartedProgram {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(?:PORT|NODE_(?!EXTRA_CA_CERTS)|npm_(?!config_registry)|SCALEKIT_)/i.test(name),
  );
  const env = { ...Object.fromEntries(inherited), CI: '1', NO_COLOR: '1', ...more };
  return new StartedProgram(['bash', '-ec', command], { cwd, env });
}

/** Runs the command of a page in an empty folder, writes the page's files, and returns the folder of the project. */
async function createProject({ create, files }: Recipe, folder: string, tarball: string): Promise<string> {
  await mkdir(folder);
  // The templates are those of the installed version. npm resolves the ranges in them, as it does for everybody.
  const command = create
    .replace(/^npm create vite@latest (\S+) -- /, `node ${CREATE_VITE} $1 `)
    .replace(/ scalekit-admin-portal$/, ` --no-audit --no-fund ${tarball}`);
  assert.match(command, /^node .*\n.*\.tgz$/);
  await bash(command, folder).succeeded();
  const project = join(folder, 'my-app');
  for (const [name, code] of files) {
    assert.ok(existsSync(join(project, name)), `the template has no ${name} that the page could replace`);
    await writeFile(join(project, name), code);
  }
  return project;
}

/** What ends the started programs and removes their files, the last one first. */
const ends: (() => Promise<unknown>)[] = [];

/** The quickstart's product on a free port, with its simulator. */
async function startProduct(folder: string) {
  await mkdir(folder);
  await installWith(folder, ['express', '@scalekit-sdk/node', 'lit']);
  await writeFile(join(folder, 'package.json'), '{ "name": "my-product", "type": "module" }');
  const { files, commands } = await quickstartRecipe();
  for (const [name, code] of files) await writeFile(join(folder, name), code);
  const [, , simulate = '', look = ''] = commands;
  const [simulatorPort, port] = [await freePort(), await freePort()];
  const simulation = bash(simulate.replace(' > ', ` --port=${simulatorPort} > `), folder);
  ends.push(() => simulation.stop());
  await simulation.printed(/runs at http/);
  const product = bash(look, folder, { PORT: String(port) });
  ends.push(() => product.stop());
  await product.printed(/http:\/\/localhost:\d+\/settings/);
  const simulator = await connectSimulator(`http://127.0.0.1:${simulatorPort}`);
  return { url: `http://localhost:${port}`, simulator };
}

describe('a new project with the files of its page', { skip }, () => {
  let product: Awaited<ReturnType<typeof startProduct>>;
  let browser: Browser;
  const projects = new Map<string, Promise<string>>();

  before(
    async () => {
      const folder = await mkdtemp(join(tmpdir(), 'framework-walk-'));
      ends.push(() => rm(folder, { recursive: true, force: true }));
      const tarball = await packInto(folder);
      // Side by side: npm waits for the registry most of the time.
      ends.push(() => Promise.allSettled(projects.values()));
      for (const [framework, recipe] of RECIPES) {
        const project = createProject(recipe, join(folder, framework), tarball);
        projects.set(framework, project);
        // The tests of this framework report it.
        project.catch(() => undefined);
      }
      product = await startProduct(join(folder, 'my-product'));
      browser = await launch(await chromiumLaunchOptions());
      ends.push(() => browser.close());
      await Promise.allSettled(projects.values());
    },
    { timeout: LIMIT },
  );
  after(async () => {
    for (const end of ends.reverse()) await end();
  });

  for (const [framework, recipe] of RECIPES) {
    describe(framework, () => {
      let project: string;
      before(async () => {
        project = await projects.get(framework)!;
      });

      test('builds, types included', { timeout: LIMIT }, async () => {
        // The template of Svelte has its type check apart.
        await bash('npm run build && npm run check --if-present', project).succeeded();
      });

      test('shows the portal with one link, and handles an event', { timeout: LIMIT }, async (context) => {
        const { simulator } = product;
        await simulator.reset();
        const config = recipe.config.replace(recipe.backend, product.url);
        const page = await openPage(context, browser, project, config);
        await page.reaches(hasState, 'ready');
        await simulator.configure({ sso: true });
        await page.reaches(says, recipe.status);
        const links = await simulator.links;
        assert.equal(links.length, 1);
        assert.ok(links[0]?.openedAt);
        assert.deepEqual(page.warnings, []);
      });

      test('without the proxy, handles the error', { timeout: LIMIT }, async (context) => {
        const config = recipe.config.replace(/^ *server: .*\n/m, '');
        assert.doesNotMatch(config, /proxy/);
        const page = await openPage(context, browser, project, config);
        await page.reaches(says, 'error: ENDPOINT_FAILED');
      });
    });
  }
});

// These run in the page.
const hasState = (state: string) => document.querySelector('scalekit-admin-portal')?.state === state;
const says = (text: string) => document.querySelector('[role=status]')?.textContent === text;
const describePage = () =>
  `state: ${document.querySelector('scalekit-admin-portal')?.state ?? 'no element'}\n${document.body.innerText}`;

/** Starts Vite's development server with a configuration, and opens the page of the project. */
async function openPage(context: TestContext, browser: Browser, project: string, config: string) {
  await writeFile(join(project, 'vite.config.ts'), config);
  const server = bash(`npm run dev -- --port ${await freePort()} --strictPort`, project);
  context.after(() => server.stop());
  const [address] = await server.printed(/http:\/\/localhost:\d+\//);
  const page = await browser.newPage();
  context.after(() => page.close());
  // Vite compiles the page at its first visit, which takes long on a busy machine.
  page.setDefaultTimeout(60_000);
  const warnings: string[] = [];
  page.on('pageerror', (error) => warnings.push(String(error)));
  page.on('console', (message) => {
    const counts = ['warn', 'error'].includes(message.type()) && !message.text().startsWith('Lit is in dev mode');
    if (counts) warnings.push(message.text());
  });
  await page.goto(address);
  /** Waits for a state of the page. @throws with all that the page and Vite said, if it never comes. */
  const reaches = async (isThere: (expected: string) => boolean, expected: string) => {
    await page.waitForFunction(isThere, {}, expected).catch(async (error: unknown) => {
      const found = [await page.evaluate(describePage), ...warnings, server.output].join('\n');
      throw new Error(`The page never reached ${expected}:\n${found}`, { cause: error });
    });
  };
  return { reaches, warnings };
}
