/** Python, where this machine has one that will do, and virtual environments with what a lock file names. */
import { execFile, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ENVIRONMENTS = join(import.meta.dirname, '../../.tmp/python');
/** The SDK says 3.10, but its version 2.10 and later cannot be imported there. */
const OLDEST_MINOR = 11;
const LOOK = 'import ensurepip, sys, venv; print(sys.version_info.minor, sys.version, sys.executable)';
/** How pip words it that it reaches no index. */
export const UNREACHED = /NewConnectionError|NameResolutionError|ConnectTimeoutError|ReadTimeoutError|ProxyError/;

/** The one in PATH: what it says of itself, or why it will not do. */
function lookForPython(): { identity: string } | { missing: string } {
  const { error, status, stdout } = spawnSync('python3', ['-c', LOOK], { encoding: 'utf8' });
  if (error) return { missing: 'this machine has no python3' };
  if (status !== 0) return { missing: 'python3 cannot make virtual environments here (Debian: python3-venv)' };
  const minor = parseInt(stdout);
  if (minor < OLDEST_MINOR) return { missing: `python3 is 3.${minor}, and the SDK needs 3.${OLDEST_MINOR}` };
  return { identity: stdout };
}

/** Why nothing in Python can be run here; undefined: it can. */
export function whyNoPython(): string | undefined {
  const found = lookForPython();
  return 'missing' in found ? found.missing : undefined;
}

/**
 * The Python of a virtual environment that holds what this `requirements.txt` names, made where it is not there yet; or
 * why it cannot be made. It was moved: run its programs as `python -m NAME`.
 *
 * @throws for every other reason than a missing Python or network, a hash that is wrong, say.
 */
export async function pythonWith(requirements: string): Promise<{ python: string } | { missing: string }> {
  const found = lookForPython();
  if ('missing' in found) return found;
  const hash = createHash('sha256')
    .update(await readFile(requirements))
    .update(found.identity);
  const folder = join(ENVIRONMENTS, hash.digest('hex').slice(0, 16));
  const pythonIn = (environment: string) =>
    join(environment, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  if (existsSync(folder)) return { python: pythonIn(folder) };

  // Renamed when complete: an installation that was interrupted is never taken for an environment.
  const half = `${folder}-${process.pid}`;
  try {
    await mkdir(ENVIRONMENTS, { recursive: true });
    await run('python3', ['-m', 'venv', half]);
    await run(pythonIn(half), ['-m', 'pip', 'install', '--quiet', '--require-hashes', '-r', requirements]);
    // Another test may have been faster.
    await rename(half, folder).catch((error: unknown) => {
      if (!existsSync(folder)) throw error;
    });
  } catch (error) {
    if (UNREACHED.test(String(error))) return { missing: 'pip reaches no package index' };
    throw error;
  } finally {
    await rm(half, { recursive: true, force: true });
  }
  return { python: pythonIn(folder) };
}
