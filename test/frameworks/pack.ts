/**
 * `node test/frameworks/pack.ts`: packs what was built last into `examples/frameworks/scalekit-admin-portal.tgz`, which the
 * applications there have as their dependency.
 */
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { perform } from '../backends/toolchains.ts';
import { packCommand } from '../tools/pack.ts';

const ROOT = join(import.meta.dirname, '../..');
const TARBALL = join(ROOT, 'examples/frameworks/scalekit-admin-portal.tgz');

/** Packs, and gives the file. Whoever reads it meanwhile has the old one or the new one, whole. */
export async function pack(): Promise<string> {
  await mkdir(join(ROOT, '.tmp'), { recursive: true });
  const folder = await mkdtemp(join(ROOT, '.tmp/packed-'));
  try {
    const name = (await perform(ROOT, packCommand(folder))).trim();
    await rename(join(folder, name), TARBALL);
    return TARBALL;
  } finally {
    await rm(folder, { recursive: true });
  }
}

if (import.meta.main) await pack();
