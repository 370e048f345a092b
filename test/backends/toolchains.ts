/**
 * The tools that the backends in `examples/backends` need, and the reasons why this machine lacks them. Their tests are
 * skipped with these reasons.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Set with --require-all-engines: a missing tool fails the tests. */
const REQUIRED = Boolean(process.env['PORTAL_TEST_REQUIRE_ABILITIES']);

/**
 * The option of a test that needs a tool.
 *
 * @throws if the tool is required and missing.
 */
export function skipIf(missing: string | undefined): { skip: string | undefined } {
  if (REQUIRED && missing !== undefined) {
    throw new Error(`${missing}. Install it, or leave out --require-all-engines.`);
  }
  return { skip: missing };
}

/**
 * Runs a program, and returns its standard output.
 *
 * @throws with the output, or with the code `ENOENT` if the program does not exist.
 */
export async function perform(
  folder: string,
  [program = '', ...options]: readonly string[],
  change: Readonly<Record<string, string>> = {},
): Promise<string> {
  try {
    const env = { ...process.env, ...change };
    return (await run(program, options, { cwd: folder, env, maxBuffer: 2 ** 26 })).stdout;
  } catch (error) {
    const { code, stdout = '', stderr = '' } = error as NodeJS.ErrnoException & { stdout?: string; stderr?: string };
    if (code === 'ENOENT') throw error;
    throw new Error(`${program} ${options.join(' ')}:\n${stdout}${stderr}`, { cause: error });
  }
}

/** The reason why this machine cannot build a Go module, or undefined. It downloads missing dependencies. */
export async function whyNoGo(folder: string): Promise<string | undefined> {
  try {
    await perform(folder, ['go', 'mod', 'download']);
    return undefined;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    // For example an old Go, or no network.
    return code === 'ENOENT' ? 'this machine has no go' : (message.trim().split('\n').at(-1) ?? message);
  }
}

/**
 * Copies a Node application with its lock file, and installs its packages if that was not done before. Returns the reason if
 * that fails.
 */
export async function whyNotInstalled(application: string, copy: string): Promise<string | undefined> {
  await mkdir(copy, { recursive: true });
  await cp(application, copy, { recursive: true, filter: (path) => !path.includes(join(application, 'node_modules')) });
  const lock = createHash('sha256').update(await readFile(join(copy, 'package-lock.json')));
  const [stamp, current] = [join(copy, 'node_modules/.installed'), lock.digest('hex')];
  if ((await readFile(stamp, 'utf8').catch(() => '')) === current) return undefined;
  try {
    await rm(stamp, { force: true });
    // One retry: without a network, it fails soon.
    await perform(copy, ['npm', 'ci', '--no-audit', '--no-fund', '--prefer-offline', '--fetch-retries=1']);
    await writeFile(stamp, current);
    return undefined;
  } catch (error) {
    return `npm ci failed in ${copy}: ${(error as Error).message}`;
  }
}
