/** Finds the tests in Node that start a browser. */
import { join } from 'node:path';
import { buildSync } from 'esbuild';

/** What each of them imports, directly or through another file: how Chromium is started. */
const TOOL = 'test/tools/chromium.ts';

export function testsWithBrowser(files: readonly string[]): string[] {
  const { metafile } = buildSync({
    absWorkingDir: join(import.meta.dirname, '../..'),
    entryPoints: [...files],
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    outdir: 'unused',
    write: false,
    metafile: true,
    logLevel: 'error',
  });
  return Object.values(metafile.outputs)
    .filter(({ inputs }) => TOOL in inputs)
    .flatMap(({ entryPoint }) => entryPoint ?? []);
}
