// Lint rules for the element, its tests, its demo and the configuration. Prettier does the formatting.
import { defineConfig, globalIgnores } from 'eslint/config';
import lit from 'eslint-plugin-lit';
import litA11y from 'eslint-plugin-lit-a11y';
import wc from 'eslint-plugin-wc';
import tseslint from 'typescript-eslint';

const TYPESCRIPT = ['**/*.ts'];
const JAVASCRIPT = ['**/*.{js,mjs}'];

const BROWSER_GLOBALS = [
  ...['window', 'document', 'location', 'history', 'navigator', 'console', 'customElements', 'performance'],
  ...[
    'fetch',
    'URL',
    'URLSearchParams',
    'FormData',
    'Headers',
    'AbortController',
    'EventSource',
    'Event',
    'EventTarget',
    'CustomEvent',
  ],
  ...['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'requestAnimationFrame', 'queueMicrotask'],
  ...[
    'HTMLElement',
    'HTMLFormElement',
    'HTMLInputElement',
    'HTMLButtonElement',
    'HTMLSelectElement',
    'Element',
    'Node',
    'Intl',
    'matchMedia',
  ],
  ...[
    'sessionStorage',
    'localStorage',
    'BroadcastChannel',
    'MutationObserver',
    'ResizeObserver',
    'WebSocket',
    'structuredClone',
  ],
];
const NODE_GLOBALS = [
  'process',
  'console',
  'URL',
  'URLSearchParams',
  'Buffer',
  'fetch',
  'setTimeout',
  'clearTimeout',
  'performance',
];

const readonly = (names) => Object.fromEntries(names.map((name) => [name, 'readonly']));

export default defineConfig(
  globalIgnores([
    '**/dist/',
    '**/.astro/',
    '**/.venv/',
    '**/.vitepress/.temp/',
    'coverage/',
    '.tmp/',
    'test/servers/apps/**/*.ts',
    'examples/frameworks/',
  ]),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-alert': 'error',
      'no-constant-condition': ['error', { checkLoops: false }],
      'no-debugger': 'error',
      'no-empty': 'error',
      'no-eval': 'error',
      'no-self-compare': 'error',
      'no-template-curly-in-string': 'error',
      'no-unreachable': 'error',
      'no-var': 'error',
      'object-shorthand': 'error',
      'prefer-const': 'error',
    },
  },
  {
    files: TYPESCRIPT,
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      // Numbers in messages are fine.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // Callbacks such as `() => this.end()` are fine.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      // Index signatures are read with brackets, as the compiler's `noPropertyAccessFromIndexSignature` requires.
      '@typescript-eslint/dot-notation': 'off',
      // The rule does not know `void` as a type argument of a call: `Promise.withResolvers<void>()`.
      '@typescript-eslint/no-invalid-void-type': 'off',
      // In an index signature, the name of the key describes the keys.
      '@typescript-eslint/consistent-indexed-object-style': 'off',
      // An Angular component may consist of its template only.
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      // In many places, an empty string, 0 and false mean the same as no value.
      '@typescript-eslint/prefer-nullish-coalescing': [
        'error',
        { ignorePrimitives: { string: true, boolean: true, number: true } },
      ],
      // Needed for strict indexing and for fields that are set elsewhere. A comment or the line above gives the reason.
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    files: ['src/**/*.ts'],
    extends: [wc.configs['flat/best-practice'], lit.configs['flat/recommended']],
    plugins: { 'lit-a11y': litA11y },
    rules: {
      ...litA11y.configs.recommended.rules,
      // The rule reports a click listener on a slot. The slot receives the clicks of the button in it, which has keyboard access.
      'lit-a11y/click-events-have-key-events': 'off',
      // `useDefineForClassFields` is off, so a class field is an assignment and calls Lit's setter.
      'lit/no-classfield-shadowing': 'off',
      // The rule mistakes a callback of Lit for one of the platform.
      'wc/guard-super-call': 'off',
      // The rule does not know listeners that end with an AbortSignal.
      'wc/require-listener-teardown': 'off',
      // The element only logs warnings, in one place.
      'no-console': ['error', { allow: ['warn'] }],
      'no-script-url': 'error',
      // A browser, or the DOM of a page's unit tests, may lack features that the types promise. Frameworks set null and undefined.
      '@typescript-eslint/no-unnecessary-condition': 'off',
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      // `expect(value).to.be.true` is chai's style.
      '@typescript-eslint/no-unused-expressions': 'off',
      // node:test returns promises that the runner itself awaits. A plugin of chai declares `equal` as a promise, which it is not.
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafeCalls: [
            { from: 'package', package: 'node:test', name: ['describe', 'it', 'test', 'suite'] },
            { from: 'package', package: 'chai', name: 'Equal' },
          ],
        },
      ],
      '@typescript-eslint/require-await': 'off',
      // Answers and messages are untyped: the assertions check them.
      '@typescript-eslint/no-explicit-any': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  {
    files: JAVASCRIPT,
    languageOptions: { sourceType: 'module', globals: readonly(NODE_GLOBALS) },
    rules: { 'no-undef': 'error', 'no-unused-vars': 'error' },
  },
  {
    files: [
      'demo/**/*.js',
      'docs-site/**/*.js',
      'examples/backends/*/public/*.js',
      'test/apps/recorder.js',
      'test/frameworks/recorder.js',
      'test/tools/page-lit.js',
    ],
    languageOptions: { globals: readonly(BROWSER_GLOBALS) },
  },
  {
    files: ['test/servers/apps/common-js/*.js'],
    languageOptions: { sourceType: 'commonjs', globals: readonly(['expect', 'require', 'Request', 'test']) },
  },
  {
    files: ['test/servers/apps/**'],
    languageOptions: {
      globals: readonly(['Bun', 'Deno', 'Response']),
      parserOptions: { ecmaFeatures: { jsx: true } },
    },
  },
);
