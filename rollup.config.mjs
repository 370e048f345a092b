// Builds the published files: the ES modules, one per source file, which import lit; the drop-in, one classic script that
// contains lit; and the languages, another classic script. tsc writes the types.
import { createHash } from 'node:crypto';
import { globSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import nodeResolve from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import esbuild from 'rollup-plugin-esbuild';
import { minifyTemplateLiterals } from 'rollup-plugin-minify-template-literals';
import { commonJsTypes } from './common-js-types.mjs';
import { litForDropIn } from './lit-for-drop-in.mjs';
import { shortPrivateNames } from './short-private-names.mjs';

const DROP_IN = 'dist/scalekit-admin-portal.min.js';
const LANGUAGES = 'dist/scalekit-admin-portal.languages.min.js';

/** Prints the Subresource Integrity hash of a script and writes it next to the file. */
const integrity = (file) => ({
  name: 'integrity',
  async writeBundle() {
    const hash = createHash('sha384')
      .update(await readFile(file))
      .digest('base64');
    const value = `sha384-${hash}`;
    await writeFile(`${file}.integrity`, `${value}\n`);
    console.log(`${file}: integrity="${value}"`);
  },
});

/** All entries but React's only have types. Their modules are empty, so importing them at run time does nothing. */
const FRAMEWORKS = ['react', 'react-server', 'preact', 'solid', 'vue', 'svelte'].map(
  (framework) => `src/frameworks/${framework}.ts`,
);

/** Writes ASCII only: a page without a declared charset would misread other letters. */
const minify = (compress) =>
  terser({ module: true, ecma: 2022, compress, format: { comments: false, ascii_only: true } });

const compile = [
  minifyTemplateLiterals({ include: 'src/**', options: { minifyOptions: { removeAttributeQuotes: true } } }),
  esbuild({ tsconfig: 'tsconfig.json', target: 'es2022' }),
];

export default [
  {
    input: [
      ...['src/index.ts', 'src/scalekit-admin-portal-element.ts', 'src/server/index.ts'],
      ...[...FRAMEWORKS, ...globSync('src/languages/*.ts')],
    ],
    external: /^(lit|react)($|\/)/,
    output: {
      dir: 'dist',
      format: 'es',
      preserveModules: true,
      preserveModulesRoot: 'src',
      sourcemap: true,
      // A banner, because Rollup drops the directives of modules.
      banner: ({ name }) => (name === 'frameworks/react' ? "'use client';" : ''),
    },
    onLog: (level, log, handle) => log.code !== 'EMPTY_BUNDLE' && handle(level, log),
    plugins: compile,
  },
  {
    // For CommonJS: only Node from 20.19 and from 22.12 on loads ES modules with `require()`.
    input: ['src/server/index.ts'],
    output: { file: 'dist/server/index.cjs', format: 'cjs', sourcemap: true },
    plugins: [compile, commonJsTypes('dist/server/index.d.ts')],
  },
  {
    input: 'src/define.ts',
    output: { file: DROP_IN, format: 'iife', sourcemap: true },
    plugins: [
      nodeResolve({ browser: true, exportConditions: ['browser', 'production'] }),
      litForDropIn(),
      compile,
      minify({ passes: 3, keep_fargs: false }),
      shortPrivateNames(),
      integrity(DROP_IN),
    ],
  },
  {
    input: 'src/languages/index.ts',
    output: { file: LANGUAGES, format: 'iife' },
    // The exports are for importers of the module. The script does not need them.
    onLog: (level, log, handle) => log.code !== 'MISSING_NAME_OPTION_FOR_IIFE_EXPORT' && handle(level, log),
    plugins: [compile, minify({}), integrity(LANGUAGES)],
  },
];
