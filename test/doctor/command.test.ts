/** The command as it is published: one file, its exit codes, its output, and what it never prints. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import ts from 'typescript';
import { startDemo, type Demo } from '../../demo/host/start-demo.ts';
import { Visitor } from '../demo/visitor.ts';
import { examine, namedBy } from './examine.ts';
import { COOKIE, plantSite, TOKEN } from './planted-site.ts';

const ROOT = join(import.meta.dirname, '../..');
const COMMAND = join(ROOT, 'dist/doctor/command.js');

interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function run(
  args: readonly string[],
  { input = '', environment = {} }: { input?: string; environment?: Record<string, string> } = {},
): Promise<Run> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [COMMAND, ...args], { cwd: ROOT, env: { ...process.env, ...environment } });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk) => (stdout += String(chunk)));
    child.stderr.on('data', (chunk) => (stderr += String(chunk)));
    child.on('close', (code) => resolve({ code, stdout, stderr }));
    child.stdin.end(input);
  });
}

describe('the command', () => {
  let demo: Demo;
  let visitor: Visitor;
  before(async () => {
    demo = await startDemo({ hostPort: 0, simulatorPort: 0, environment: {} });
    visitor = await Visitor.signedIn(demo.url);
  });
  after(() => demo.close());

  test('on the healthy demo: nothing is wrong, and the exit code is 0', async () => {
    const { code, stdout, stderr } = await run(['doctor', `${demo.url}/settings/security`, '--cookie=-'], {
      input: visitor.cookie,
    });
    assert.equal(code, 0, stdout);
    assert.match(stdout, /\n0 faults, 0 warnings, \d+ ok, 0 not checked\n$/);
    assert.match(
      stderr,
      /^Opens one of the 2 links from the endpoint and so uses it up\. To avoid this, pass --no-link\.\n$/,
    );
  });

  test('it gives the tag and the policy, ready to paste', async () => {
    await visitor.postJson('/demo/frames', { forbidden: true });
    const { code, stdout } = await run(['doctor', `${demo.url}/settings/security`, '--cookie=-'], {
      input: visitor.cookie,
    });
    await visitor.postJson('/demo/frames', { forbidden: false });
    assert.equal(code, 1);
    const { url, customDomainUrl } = demo.simulator!;
    assert.ok(
      stdout.includes(
        `<scalekit-admin-portal endpoint="/api/portal-link" environment-url="${url} ${customDomainUrl}"></scalekit-admin-portal>`,
      ),
      stdout,
    );
    assert.ok(stdout.includes(`frame-src ${url} ${customDomainUrl};`), stdout);
    const hash = (await readFile(join(ROOT, 'dist/scalekit-admin-portal.min.js.integrity'), 'utf8')).trim();
    assert.ok(stdout.includes(`integrity="${hash}"`), stdout);
  });

  test('--no-link opens none', async () => {
    demo.simulator!.reset();
    const { code, stdout, stderr } = await run([
      'doctor',
      `${demo.url}/settings/security`,
      `--cookie=${visitor.cookie}`,
      '--no-link',
    ]);
    assert.equal(code, 0);
    assert.equal(stderr, '');
    assert.match(stdout, /not checked +7 checks +--no-link/);
    assert.deepEqual(
      demo.simulator!.links.map(({ openedAt }) => openedAt),
      [null, null],
    );
  });

  test('without a cookie it says what it cannot know', async () => {
    const { code, stdout } = await run(['doctor', `${demo.url}/settings/security`]);
    assert.equal(code, 0);
    assert.match(stdout, /not checked +It recognizes the administrator +no sign-in is known/);
  });

  test('--json has the same, for programs', async () => {
    const { code, stdout } = await run(['doctor', `${demo.url}/settings/security`, '--json'], {
      environment: { PORTAL_DOCTOR_COOKIE: visitor.cookie },
    });
    const report = JSON.parse(stdout) as {
      version: string;
      counts: Record<string, number>;
      findings: { id: string; area: string; status: string; title: string; sentence: string }[];
      paste: { tag: string; policy: string };
    };
    const { version } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as { version: string };
    assert.equal(code, 0);
    assert.equal(report.version, version);
    assert.equal(report.counts['fault'], 0);
    assert.ok(report.findings.every(({ id, area, title, sentence }) => id.startsWith(`${area}.`) && title && sentence));
    assert.match(report.paste.tag, /<scalekit-admin-portal /);
  });

  for (const [args, words] of [
    [['doctor'], /^The URL of the page is missing/],
    [['doctor', 'nonsense'], /^This is not a URL: "nonsense"/],
    [['--what'], /--what/],
  ] as const) {
    test(`${args.join(' ')}: exit code 2`, async () => {
      const { code, stdout, stderr } = await run(args);
      assert.equal(code, 2);
      assert.equal(stdout, '');
      assert.match(stderr, words);
    });
  }

  test('--help and --version', async () => {
    const help = await run(['--help']);
    assert.equal(help.code, 0);
    assert.match(help.stdout, /^scalekit-admin-portal doctor URL \[options\]/);
    assert.equal((await run([])).stdout, help.stdout);
    assert.match((await run(['--version'])).stdout, /^\d+\.\d+\.\d+\n$/);
  });
});

test('a link for anybody is said first, and in JSON too', async () => {
  const site = await plantSite({ strangers: 'served' });
  try {
    const { code, stdout } = await run(['doctor', site.url]);
    assert.equal(code, 1);
    assert.match(
      stdout.split('\n')[2] ?? '',
      /^ {2}FAULT +It refuses people who are not signed in +ANYBODY GETS A LINK/,
    );
    assert.equal(stdout.split('ANYBODY').length, 2, 'it is said once');
    const json = JSON.parse((await run(['doctor', site.url, '--json'])).stdout) as { findings: { id: string }[] };
    assert.equal(json.findings[0]?.id, 'endpoint.stranger');
  } finally {
    await site.close();
  }
});

test('no secret, link or cookie is printed, wherever it came from', async () => {
  const nonce = 'bm9uY2Utb2YtdGhlLXBhZ2U';
  const bearer = 'eyJhbGciOiJub25lIn0.c2VjcmV0';
  const site = await plantSite({
    tag: ({ portal }) => ({
      'csrf-token': TOKEN,
      method: 'POST',
      src: `${portal}/magicLink/99999999-8888-7777-6666-555555555555`,
    }),
    script: `<script nonce="${nonce}" src="/scalekit-admin-portal.min.js" defer></script>`,
    pageHeaders: ({ portal }) => ({
      'Content-Security-Policy': `script-src 'nonce-${nonce}'; frame-src ${portal}`,
      'Set-Cookie': 'tracking=page-cookie-value',
    }),
  });
  try {
    for (const more of [[], ['--json']]) {
      const { stdout, stderr } = await run([
        'doctor',
        `${site.url}?invitation=query-secret`,
        `--cookie=${COOKIE}`,
        `--header=Authorization: Bearer ${bearer}`,
        ...more,
      ]);
      const printed = stdout + stderr;
      assert.match(printed, /endpoint/);
      const links = site.links.flatMap((link) => [link, link.split('/').at(-1)!]);
      assert.ok(links.length > 2);
      for (const secret of [
        ...links,
        COOKIE,
        COOKIE.split('=')[1]!,
        TOKEN,
        nonce,
        bearer,
        'query-secret',
        'secret-of-the-portal-session',
        'page-cookie-value',
        '99999999-8888',
      ]) {
        assert.ok(!printed.includes(secret), `${secret} is printed:\n${printed}`);
      }
    }
  } finally {
    await site.close();
  }
});

test('what was seen of links, cookies, tokens and nonces is cut out, whoever writes it', async () => {
  const nonce = 'bm9uY2Utb2YtdGhlLXBhZ2U';
  const site = await plantSite({
    tag: () => ({ 'csrf-token': TOKEN }),
    script: `<script nonce="${nonce}" src="/scalekit-admin-portal.min.js" defer></script>`,
  });
  try {
    const { redact } = await examine([`${site.url}?invitation=query-secret`, `--cookie=${COOKIE}`]);
    const secrets = [...site.links, ...site.links.map((link) => link.split('/').at(-1)!), COOKIE, TOKEN, nonce];
    for (const secret of [...secrets, 'secret-of-the-portal-session', 'query-secret']) {
      assert.equal(redact(`before ${secret} after`), 'before [cut] after', secret);
    }
  } finally {
    await site.close();
  }
});

test('a link that leads to a host that nobody named is not followed there', async () => {
  const site = await plantSite({
    leadsTo: ({ portal }) => `${portal.replace('127.0.0.1', 'elsewhere.localhost')}/s/1`,
  });
  try {
    const { diagnosis } = await examine([site.url, `--cookie=${COOKIE}`]);
    assert.deepEqual(namedBy(diagnosis), ['link.environment-url']);
    assert.deepEqual(
      site.asked.filter((host) => host.startsWith('elsewhere')),
      [],
    );
  } finally {
    await site.close();
  }
});

test('the cookie goes to no host that the command line does not name', async () => {
  const other = await plantSite({});
  const site = await plantSite({
    tag: () => ({ endpoint: `${other.page}/api/portal-link`, 'environment-url': other.portal }),
  });
  try {
    await run(['doctor', site.url, `--cookie=${COOKIE}`]);
    // With the cookie, it would have given one.
    assert.deepEqual(other.links, []);
    assert.ok(other.asked.length > 0);
  } finally {
    await Promise.all([site.close(), other.close()]);
  }
});

test('the command is one file that needs nothing beside Node, and has the licences of what is in it', async () => {
  const code = await readFile(COMMAND, 'utf8');
  assert.match(code, /^#!\/usr\/bin\/env node\n/);
  const imported = ts.preProcessFile(code, true, true).importedFiles.map(({ fileName }) => fileName);
  assert.ok(imported.length > 3);
  assert.deepEqual(
    imported.filter((name) => !name.startsWith('node:')),
    [],
  );
  const licences = await readFile(join(ROOT, 'dist/doctor/LICENSES.txt'), 'utf8');
  for (const name of [
    'parse5',
    'entities',
    'set-cookie-parser',
    'content-security-policy-parser',
    'structured-headers',
    'tldts',
    'tldts-core',
  ]) {
    assert.match(licences, new RegExp(`^${name} \\d`, 'm'), name);
  }
});

test('what pages load has nothing of it', async () => {
  for (const file of ['index.js', 'scalekit-admin-portal.min.js', 'server/index.js']) {
    assert.doesNotMatch(await readFile(join(ROOT, 'dist', file), 'utf8'), /doctor\/|parse5|tldts/);
  }
});
