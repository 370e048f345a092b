/**
 * What the backends in `examples/backends` need besides this package's own modules, and why this machine lacks it: the
 * reason for which their tests are skipped, by name.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Set where everything is required: what is missing fails the tests there. */
const REQUIRED = Boolean(process.env['PORTAL_TEST_REQUIRE_ABILITIES']);

/**
 * The option of a test that needs a toolchain.
 *
 * @throws where everything is required and this is missing.
 */
export function skipIf(missing: string | undefined): { skip: string | undefined } {
  if (REQUIRED && missing !== undefined) {
    throw new Error(`${missing}. Install it, or leave out --require-all-engines.`);
  }
  return { skip: missing };
}

/**
 * Runs a program to its end, and gives what it wrote to its standard output.
 *
 * @throws with what it said, or with the code `ENOENT` where there is none of that name.
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

/** Why a module of Go's cannot be built here. Fetches what it is made of, where that is not here yet. */
export async function whyNoGo(folder: string): Promise<string | undefined> {
  try {
    await perform(folder, ['go', 'mod', 'download']);
    return undefined;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    // Too old, say, or no network.
    return code === 'ENOENT' ? 'this machine has no go' : (message.trim().split('\n').at(-1) ?? message);
  }
}

/**
 * Copies an application in Node with a lock file of its own, and installs what it is made of, if it was not done before.
 * Gives the reason if that cannot be done.
 */
export async function whyNotInstalled(application: string, copy: string): Promise<string | undefined> {
  await mkdir(copy, { recursive: true });
  await cp(application, copy, { recursive: true, filter: (path) => !path.includes(join(application, 'node_modules')) });
  const lock = createHash('sha256').update(await readFile(join(copy, 'package-lock.json')));
  const [stamp, current] = [join(copy, 'node_modules/.installed'), lock.digest('hex')];
  if ((await readFile(stamp, 'utf8').catch(() => '')) === current) return undefined;
  try {
    await rm(stamp, { force: true });
    // Without a network, to know it soon.
    await perform(copy, ['npm', 'ci', '--no-audit', '--no-fund', '--prefer-offline', '--fetch-retries=1']);
    await writeFile(stamp, current);
    return undefined;
  } catch (error) {
    return `npm ci failed in ${copy}: ${(error as Error).message}`;
  }
}
