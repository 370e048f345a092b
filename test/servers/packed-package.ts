/** The package as npm would have installed it, beside the servers: what is tried here is what people download. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, '../..');
const MODULES = join(import.meta.dirname, 'node_modules');

/** Whether `npm ci --prefix test/servers` has been run. */
export const areServersInstalled = (): boolean => existsSync(join(MODULES, 'next'));

/** The tarball of what was built last, in a folder of its own that the caller removes. */
export async function packPackage(): Promise<{ folder: string; file: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'packed-'));
  const pack = ['pack', '--ignore-scripts', '--script-shell=true', '--silent', '--pack-destination', folder];
  const { stdout } = await run('npm', pack, { cwd: ROOT });
  return { folder, file: join(folder, stdout.trim()) };
}

export async function installPackage(): Promise<void> {
  const { folder, file } = await packPackage();
  const target = join(MODULES, 'scalekit-admin-portal');
  await rm(target, { recursive: true, force: true });
  await mkdir(target, { recursive: true });
  await run('tar', ['-xzf', file, '-C', target, '--strip-components=1']);
  await rm(folder, { recursive: true });
}
