/**
 * Plants the mutants: every small change that Stryker knows, in the files that decide about links, messages, refresh
 * and retry. All of them go into one bundle together with the unit tests; each waits there for its number to be called.
 */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Instrumenter } from '@stryker-mutator/instrumenter';
import { build, type Plugin } from 'esbuild';

export const MUTATED_FILES = [
  'src/link-answer.ts',
  'src/portal-link.ts',
  'src/retry.ts',
  'src/portal-messages.ts',
  'src/portal-listener.ts',
  'src/portal-events.ts',
  'src/portal-lifecycle.ts',
  'src/portal-error.ts',
];

/** A change by its text: line numbers move with every edit. */
export interface Mutation {
  file: string;
  /** The lines that are changed, on one line. */
  code: string;
  /** The same lines with the change in them. */
  becomes: string;
}

export interface Mutant extends Mutation {
  id: string;
}

interface Place {
  line: number;
  column: number;
}

const silent = () => false;
const LOGGER = {
  ...{ isTraceEnabled: silent, isDebugEnabled: silent, isInfoEnabled: silent },
  ...{ isWarnEnabled: silent, isErrorEnabled: silent, isFatalEnabled: silent },
  ...{ trace: silent, debug: silent, info: silent, warn: console.warn, error: console.error, fatal: console.error },
};

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

function describe(file: string, source: string, from: Place, to: Place, replacement: string): Mutation {
  const lines = source.split('\n').slice(from.line, to.line + 1);
  const before = (lines[0] ?? '').slice(0, from.column);
  const after = (lines.at(-1) ?? '').slice(to.column);
  return { file, code: oneLine(lines.join('\n')), becomes: oneLine(before + replacement + after) };
}

/** The slow file last: most mutants fall to a quick test, and the first failure ends their page. */
function unitTests(root: string): string[] {
  const isSlow = (file: string) => file.includes('corpora');
  return globSync('test/unit/*.test.ts', { cwd: root }).sort((a, b) => Number(isSlow(a)) - Number(isSlow(b)));
}

/** Puts the changed sources into the place of those on the disk. */
function replacing(sources: ReadonlyMap<string, string>): Plugin {
  return {
    name: 'mutants',
    setup: (bundle) => {
      bundle.onLoad({ filter: /\.ts$/ }, ({ path }) => {
        const contents = sources.get(path);
        return contents === undefined ? undefined : { contents, loader: 'ts' };
      });
    },
  };
}

/** Writes the bundle, and returns the mutants that are in it. */
export async function plantMutants(root: string, files: readonly string[], bundle: string): Promise<Mutant[]> {
  const sources = files.map((name) => ({ name, mutate: true, content: readFileSync(join(root, name), 'utf8') }));
  const options = { plugins: null, excludedMutations: [], ignorers: [] };
  const planted = await new Instrumenter(LOGGER).instrument(sources, options);
  await build({
    stdin: {
      contents: unitTests(root)
        .map((file) => `import './${file}';`)
        .join('\n'),
      resolveDir: root,
    },
    plugins: [replacing(new Map(planted.files.map(({ name, content }) => [join(root, name), content])))],
    bundle: true,
    // Our own package.json calls everything outside dist free of side effects, the tests too.
    ignoreAnnotations: true,
    format: 'esm',
    target: 'esnext',
    tsconfig: join(root, 'tsconfig.json'),
    outfile: bundle,
    logLevel: 'error',
  });
  return planted.mutants.map(({ id, fileName, location: { start, end }, replacement }) => {
    const source = sources.find(({ name }) => name === fileName)!.content;
    return { id, ...describe(fileName, source, start, end, replacement) };
  });
}
