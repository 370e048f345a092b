/** Finds the tests in Node that start a browser, and the browser tests whose result can depend on the build of Chromium. */
import { existsSync } from 'node:fs';
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

/**
 * The browser tests whose result can be another one in the Chromium from npm than in that of the machine, by what differs
 * between the two. What the others say depends on the engine, which is the same.
 */
const BY_BUILD: Readonly<Record<string, readonly string[]>> = {
  'abilities: tabs and their blocker, focus, history, moves, emulated media, dialogs': [
    'test/element/color-scheme.test.ts',
    'test/element/focus.test.ts',
    'test/element/history.test.ts',
    'test/element/launch.test.ts',
    'test/element/moves.test.ts',
    'test/element/odd-pages.test.ts',
    'test/element/tab.test.ts',
    'test/element/tab-that-is-none.test.ts',
  ],
  'how it starts, and what counts as seen': [
    'test/element/lazy-far-away.test.ts',
    'test/element/registration.test.ts',
    'test/element/start.test.ts',
  ],
  // The Chromium from npm brings its own.
  fonts: [
    'test/element/accessibility.test.ts',
    'test/element/appearance.test.ts',
    'test/element/inherited-text.test.ts',
    'test/element/width.test.ts',
  ],
  'time and memory': ['test/element/watchdog.test.ts', 'test/hold/leaks.test.ts', 'test/hold/message-cost.test.ts'],
  // The Chromium from npm puts frames of other sites into the process of the page.
  'processes, and the policies that concern them': [
    'test/element/messages.test.ts',
    'test/hold/messages.test.ts',
    'test/hold/strict-pages.test.ts',
  ],
};

/** Those of the given browser tests whose result can depend on the build of Chromium. */
export function testsOfBuild(files: readonly string[]): string[] {
  const listed = Object.values(BY_BUILD).flat();
  const gone = listed.filter((file) => !existsSync(join(import.meta.dirname, '../..', file)));
  if (gone.length > 0)
    throw new Error(`test/tools/browser-tests.ts lists files that are not there: ${gone.join(', ')}`);
  return files.filter((file) => listed.includes(file));
}
