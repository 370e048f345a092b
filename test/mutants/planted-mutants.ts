/**
 * Plants the mutants: every small change that Stryker supports, in the files that decide about links, messages, refresh and
 * retry. One bundle contains all of them and the unit tests. Each page activates one mutant by its number.
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

/** A change by its text, since line numbers move with every edit. */
export interface Mutation {
  file: string;
  /** The changed lines, joined to one line. */
  code: string;
  /** The same lines after the change. */
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

/** The slow file is last: the first failure ends a page, and quick tests find most mutants. */
function unitTests(root: string): string[] {
  const isSlow = (file: string) => file.includes('corpora');
  return globSync('test/unit/*.test.ts', { cwd: root }).sort((a, b) => Number(isSlow(a)) - Number(isSlow(b)));
}

/** Replaces the sources on disk by the changed ones. */
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

/** Writes the bundle, and returns its mutants. */
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
    // By `sideEffects` in package.json, everything outside of dist has no side effects, even the tests.
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
