/** Builds the drop-in with other minifiers and settings, to compare the sizes. */
import { join } from 'node:path';
import * as terserPlugin from '@rollup/plugin-terser';
import { transform } from 'esbuild';
import type { Plugin } from 'rollup';
import { buildDropIn } from '../tools/drop-in.ts';
import { ROOT } from '../tools/paths.ts';

type Options = terserPlugin.Options;

// Its types describe the module as the default export.
const terser = terserPlugin.default as unknown as (options: Options) => Plugin;

const SETTINGS: Options = {
  module: true,
  ecma: 2022,
  compress: { passes: 3, keep_fargs: false },
  format: { comments: false },
};

const esbuildMinifier: Plugin = {
  name: 'esbuild-minifier',
  renderChunk: (code) => transform(code, { minify: true, target: 'es2022', legalComments: 'none' }),
};

const TRIED: readonly { what: string; why: string; minifier: Plugin | null | undefined }[] = [
  { what: "the package's settings", why: '', minifier: undefined },
  { what: 'not minified', why: 'for comparison', minifier: null },
  { what: 'esbuild instead of terser', why: 'one tool less', minifier: esbuildMinifier },
  {
    what: 'terser, one pass',
    why: 'a faster build',
    minifier: terser({ ...SETTINGS, compress: { passes: 1 } }),
  },
  {
    what: 'terser, ten passes, toplevel',
    why: 'finds nothing more',
    minifier: terser({ ...SETTINGS, toplevel: true, compress: { passes: 10 } }),
  },
  {
    what: 'terser, all of its unsafe settings',
    why: 'relies on assumptions that host pages break',
    minifier: terser({
      ...SETTINGS,
      compress: {
        passes: 3,
        unsafe: true,
        unsafe_arrows: true,
        unsafe_methods: true,
        unsafe_comps: true,
        pure_getters: true,
      },
    }),
  },
  {
    what: 'terser, no inlining',
    why: 'repeated code may compress better',
    minifier: terser({ ...SETTINGS, compress: { passes: 3, inline: false, reduce_funcs: false } }),
  },
  {
    what: 'property names mangled (`_` and `$` at the start)',
    why: 'against the house rules: it breaks silently',
    minifier: terser({ ...SETTINGS, mangle: { properties: { regex: '^[_$]' } } }),
  },
];

export interface Tried {
  readonly what: string;
  readonly why: string;
  readonly code: string;
}

export async function tryOtherSettings(): Promise<Tried[]> {
  const input = join(ROOT, 'src/define.ts');
  const results: Tried[] = [];
  for (const { what, why, minifier } of TRIED) results.push({ what, why, code: await buildDropIn(input, minifier) });
  return results;
}
