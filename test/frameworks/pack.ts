/**
 * `node test/frameworks/pack.ts` packs the last build into `examples/frameworks/scalekit-admin-portal.tgz`, the dependency of
 * the applications there.
 */
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { packInto } from '../tools/pack.ts';

const ROOT = join(import.meta.dirname, '../..');
const TARBALL = join(ROOT, 'examples/frameworks/scalekit-admin-portal.tgz');

/** Packs, and returns the path of the file. A program that reads the file meanwhile gets a complete one. */
export async function pack(): Promise<string> {
  await mkdir(join(ROOT, '.tmp'), { recursive: true });
  const folder = await mkdtemp(join(ROOT, '.tmp/packed-'));
  try {
    await rename(await packInto(folder), TARBALL);
    return TARBALL;
  } finally {
    await rm(folder, { recursive: true });
  }
}

if (import.meta.main) await pack();
