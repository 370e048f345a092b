// Builds what people download: the ES modules, one per source file, with lit left to the page's own bundler; and the
// drop-in, one classic script with lit inside, and beside it the languages, another one. tsc writes the types.
import { createHash } from 'node:crypto';
import { globSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import nodeResolve from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import MagicString from 'magic-string';
import esbuild from 'rollup-plugin-esbuild';
import { minifyTemplateLiterals } from 'rollup-plugin-minify-template-literals';
import { commonJsTypes } from './common-js-types.mjs';
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

const TAG = 'scalekit-admin-portal';

/** What the drop-in has otherwise than lit as published. Each `code` must occur in its module, or the build fails. */
const LIT_CHANGES = [
  {
    why:
      'lit creates its Trusted Types policy when it is loaded, and a name can be taken only once. A name of its own keeps the ' +
      'drop-in and a lit of the page apart, in either order. A drop-in that is loaded twice defines nothing the second time, and ' +
      'needs no policy then.',
    changes: [
      {
        module: 'lit-html/lit-html.js',
        code: /(\w+)=(\w+)\.trustedTypes,(\w+)=\1\?\1\.createPolicy\("lit-html",/,
        becomes: `$1=$2.trustedTypes,$3=$1?.createPolicy&&!customElements.get("${TAG}")?$1.createPolicy("${TAG}",`,
      },
    ],
  },
  {
    why:
      'elements of the page whose id or name is one of these (`<a id="litHtmlVersions">`) take the place of a global variable that ' +
      'does not exist. The drop-in has no use for them: it counts no copies of lit, loads no polyfills and has no decorators.',
    changes: [
      { module: 'lit-html/lit-html.js', code: /\w+\.litHtmlPolyfillSupport;/, becomes: 'void 0;' },
      {
        module: 'lit-html/lit-html.js',
        code: /\(\w+\.litHtmlVersions\?\?=\[\]\)\.push\("[\d.]+"\);/,
        becomes: 'void 0;',
      },
      {
        module: 'lit-element/lit-element.js',
        code: /\w+\.litElementHydrateSupport\?\.\(\{LitElement:\w+\}\);/,
        becomes: 'void 0;',
      },
      { module: 'lit-element/lit-element.js', code: /\w+\.litElementPolyfillSupport;/, becomes: 'void 0;' },
      {
        module: 'lit-element/lit-element.js',
        code: /\(\w+\.litElementVersions\?\?=\[\]\)\.push\("[\d.]+"\);/,
        becomes: '',
      },
      {
        module: 'reactive-element/reactive-element.js',
        code: /\w+\.reactiveElementPolyfillSupport,/,
        becomes: 'void 0,',
      },
      {
        module: 'reactive-element/reactive-element.js',
        code: /,\(\w+\.reactiveElementVersions\?\?=\[\]\)\.push\("[\d.]+"\)/,
        becomes: '',
      },
      {
        module: 'reactive-element/reactive-element.js',
        code: /,?\w+\.litPropertyMetadata\?\?=new WeakMap;/,
        becomes: ';',
      },
      {
        module: 'reactive-element/reactive-element.js',
        code: /const \w+=this\[Symbol\.metadata\];if\(null!==\w+\)\{[^}]*\}/,
        becomes: '',
      },
      {
        module: 'reactive-element/css-tag.js',
        code: /\(void 0===\w+\.ShadyCSS\|\|\w+\.ShadyCSS\.nativeShadow\)&&/,
        becomes: '',
      },
      { module: 'reactive-element/css-tag.js', code: /\w+\.litNonce;/, becomes: 'void 0;' },
    ],
  },
  {
    why: 'elements of the page whose name is one of these (`<img name="createElement">`) take the place of the document\'s method.',
    changes: [
      {
        module: 'lit-html/lit-html.js',
        // The document goes by a short name of its own there, and a class of lit's has a createElement, too.
        code: /(?<=\b(\w+)=document,.*)\b\1\.(createComment|createTreeWalker|createElement|createTextNode)\(/gs,
        becomes: 'Document.prototype.$2.call($1,',
      },
      {
        module: 'lit-html/lit-html.js',
        code: /\(\w+\?\.creationScope\?\?(\w+)\)\.importNode\(/,
        becomes: 'Document.prototype.importNode.call($1,',
      },
    ],
  },
];

const litForDropIn = () => {
  const open = new Map();
  return {
    name: 'lit-for-drop-in',
    // Here, since one process may build several times.
    buildStart() {
      for (const { why, changes } of LIT_CHANGES) for (const change of changes) open.set(change, why);
    },
    transform(source, id) {
      const code = new MagicString(source);
      for (const change of [...open.keys()].filter(({ module }) => id.endsWith(`/${module}`))) {
        if (code.original.search(change.code) < 0) continue;
        code.replace(change.code, change.becomes);
        open.delete(change);
      }
      return code.hasChanged() ? { code: code.toString(), map: code.generateMap({ hires: true }) } : null;
    },
    generateBundle() {
      for (const [{ module, code }, why] of open) {
        this.error(`lit has changed: ${code} is not in ${module}. Write the change anew. It is there because ${why}`);
      }
    },
  };
};

/** Entries for types alone, React's apart: their modules are empty, so that importing them at run time does nothing. */
const FRAMEWORKS = ['react', 'react-server', 'preact', 'solid', 'vue', 'svelte'].map(
  (framework) => `src/frameworks/${framework}.ts`,
);

/** A page that names no charset would misread any letter that is not in ASCII. */
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
      // Here, since Rollup drops the directives of modules.
      banner: ({ name }) => (name === 'frameworks/react' ? "'use client';" : ''),
    },
    onLog: (level, log, handle) => log.code !== 'EMPTY_BUNDLE' && handle(level, log),
    plugins: compile,
  },
  {
    // For products in CommonJS: Node loads ES modules by require() from 20.19 and 22.12 on alone.
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
    // What it exports is for those who import it.
    onLog: (level, log, handle) => log.code !== 'MISSING_NAME_OPTION_FOR_IIFE_EXPORT' && handle(level, log),
    plugins: [compile, minify({}), integrity(LANGUAGES)],
  },
];
