// Lint rules for the element, its tests, its demo and the configuration. Formatting is prettier's alone.
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
const NODE_GLOBALS = ['process', 'console', 'URL', 'Buffer', 'fetch', 'setTimeout', 'clearTimeout', 'performance'];

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
      // Numbers are fine in messages.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // `() => this.end()` is a callback like any other.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      // An index signature is read with brackets here: the compiler's noPropertyAccessFromIndexSignature way.
      '@typescript-eslint/dot-notation': 'off',
      // Misses the type argument of a call: `Promise.withResolvers<void>()`.
      '@typescript-eslint/no-invalid-void-type': 'off',
      // The name of a key says what the keys are.
      '@typescript-eslint/consistent-indexed-object-style': 'off',
      // An Angular component may have nothing but its template.
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      // An empty string, 0 and false are as good as none in many places.
      '@typescript-eslint/prefer-nullish-coalescing': [
        'error',
        { ignorePrimitives: { string: true, boolean: true, number: true } },
      ],
      // Strict indexing and fields that are set elsewhere need it; the comment beside it, or the line above, says why.
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    files: ['src/**/*.ts'],
    extends: [wc.configs['flat/best-practice'], lit.configs['flat/recommended']],
    plugins: { 'lit-a11y': litA11y },
    rules: {
      ...litA11y.configs.recommended.rules,
      // Takes a slot for something to click on. The slot hears the clicks of the button in it, which the keyboard reaches.
      'lit-a11y/click-events-have-key-events': 'off',
      // A field is an assignment here, and reaches Lit's setter: `useDefineForClassFields` is off.
      'lit/no-classfield-shadowing': 'off',
      // Takes a callback of Lit's for one of the platform's.
      'wc/guard-super-call': 'off',
      // Does not know listeners that end with an AbortSignal.
      'wc/require-listener-teardown': 'off',
      // The element logs through one place that is allowed to; see the contract: it logs next to nothing.
      'no-console': ['error', { allow: ['warn'] }],
      'no-script-url': 'error',
      // A browser, or the DOM of a page's unit tests, may lack what the types promise; frameworks set null and undefined.
      '@typescript-eslint/no-unnecessary-condition': 'off',
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      // `expect(value).to.be.true` is chai's way.
      '@typescript-eslint/no-unused-expressions': 'off',
      // node:test returns promises that the runner itself waits for; chai's `equal` is declared as a promise by one of
      // its plugins, and is none.
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
      // Answers and messages are looked at as they came: the assertions are the check.
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
