/** How the tests pack and install the package, without building it again. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, '../..');
const NAME = 'scalekit-admin-portal';

/**
 * Packs into a folder, and prints the name of the tarball.
 *
 * npm before 11 runs `prepare` in spite of `--ignore-scripts` (https://github.com/npm/cli/issues/7211). That would build the
 * package again while other tests use it. With `true` as the shell, `prepare` does nothing. Without npm 10 it can go.
 */
export const packCommand = (folder: string): [string, ...string[]] => [
  'npm',
  'pack',
  '--ignore-scripts',
  '--script-shell=true',
  '--silent',
  '--pack-destination',
  folder,
];

/** Packs into a folder, and returns the path of the tarball. */
export async function packInto(folder: string): Promise<string> {
  const [npm, ...args] = packCommand(folder);
  const { stdout } = await run(npm, args, { cwd: ROOT });
  return join(folder, stdout.trim());
}

/** Installs the packed package into a `node_modules` folder, and returns the folder of the package. */
export async function installPackage(modules: string): Promise<string> {
  const installed = join(modules, NAME);
  const packed = await mkdtemp(join(tmpdir(), 'packed-'));
  try {
    const tarball = await packInto(packed);
    await rm(installed, { recursive: true, force: true });
    await mkdir(installed, { recursive: true });
    await run('tar', ['-xzf', tarball, '-C', installed, '--strip-components=1']);
  } finally {
    await rm(packed, { recursive: true });
  }
  return installed;
}

/**
 * Makes the `node_modules` that `npm install` would make in a folder: the packed package with its commands, and links to
 * other packages, which are in the `node_modules` of one of `places`.
 */
export async function installWith(
  folder: string,
  packages: readonly string[],
  places: readonly string[] = [ROOT],
): Promise<void> {
  const modules = join(folder, 'node_modules');
  const manifest = await readFile(join(await installPackage(modules), 'package.json'), 'utf8');
  const { bin } = JSON.parse(manifest) as { bin: Record<string, string> };
  await mkdir(join(modules, '.bin'));
  for (const [name, file] of Object.entries(bin)) await symlink(join('..', NAME, file), join(modules, '.bin', name));
  for (const name of packages) {
    const found = places.map((place) => join(place, 'node_modules', name)).find(existsSync);
    if (found === undefined) throw new Error(`${name} is not installed in ${places.join(' or ')}`);
    await mkdir(dirname(join(modules, name)), { recursive: true });
    await symlink(found, join(modules, name));
  }
}
