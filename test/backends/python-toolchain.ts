/** Python of this machine, and virtual environments with the packages of a lock file. */
import { execFile, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ENVIRONMENTS = join(import.meta.dirname, '../../.tmp/python');
/** The SDK names 3.10, but its version 2.10 and later cannot be imported in 3.10. */
const OLDEST_MINOR = 11;
const PROBE = 'import ensurepip, sys, venv; print(sys.version_info.minor, sys.version, sys.executable)';
/** Errors of pip without a package index. */
export const UNREACHED = /NewConnectionError|NameResolutionError|ConnectTimeoutError|ReadTimeoutError|ProxyError/;

/** The version of the Python in PATH, or the reason why the tests cannot use it. */
function findPython(): { identity: string } | { missing: string } {
  const { error, status, stdout } = spawnSync('python3', ['-c', PROBE], { encoding: 'utf8' });
  if (error) return { missing: 'this machine has no python3' };
  if (status !== 0) return { missing: 'python3 cannot make virtual environments here (Debian: python3-venv)' };
  const minor = parseInt(stdout);
  if (minor < OLDEST_MINOR) return { missing: `python3 is 3.${minor}, and the SDK needs 3.${OLDEST_MINOR}` };
  return { identity: stdout };
}

/** The reason why this machine cannot run Python, or undefined. */
export function whyNoPython(): string | undefined {
  const found = findPython();
  return 'missing' in found ? found.missing : undefined;
}

/**
 * The Python of a virtual environment with the packages of a `requirements.txt`, or the reason why it cannot be created. The
 * environment was moved after its creation, so run its programs as `python -m NAME`.
 *
 * @throws for all other reasons than a missing Python or network, for example a wrong hash.
 */
export async function pythonWith(requirements: string): Promise<{ python: string } | { missing: string }> {
  const found = findPython();
  if ('missing' in found) return found;
  const hash = createHash('sha256')
    .update(await readFile(requirements))
    .update(found.identity);
  const folder = join(ENVIRONMENTS, hash.digest('hex').slice(0, 16));
  const pythonIn = (environment: string) =>
    join(environment, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  if (existsSync(folder)) return { python: pythonIn(folder) };

  // Renamed when complete, so that an interrupted run leaves no incomplete environment.
  const incomplete = `${folder}-${process.pid}`;
  try {
    await mkdir(ENVIRONMENTS, { recursive: true });
    await run('python3', ['-m', 'venv', incomplete]);
    await run(pythonIn(incomplete), ['-m', 'pip', 'install', '--quiet', '--require-hashes', '-r', requirements]);
    // Another test may have created it meanwhile.
    await rename(incomplete, folder).catch((error: unknown) => {
      if (!existsSync(folder)) throw error;
    });
  } catch (error) {
    if (UNREACHED.test(String(error))) return { missing: 'pip reaches no package index' };
    throw error;
  } finally {
    await rm(incomplete, { recursive: true, force: true });
  }
  return { python: pythonIn(folder) };
}
