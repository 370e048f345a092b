/**
 * The rows and columns of the table in docs/frameworks/README.md. The test of a row has the row's words as its title, in a suite
 * with the framework's name. `framework-table.ts` makes the table from the tests that passed.
 */
import type { AppName } from '../../demo/host/apps.ts';

export const FRAMEWORKS: Readonly<Record<AppName, string>> = {
  plain: 'Plain HTML',
  react: 'React 19',
  vue: 'Vue 3.5',
  svelte: 'Svelte 5',
  angular: 'Angular 22',
};

export interface Row {
  readonly words: string;
  /** The text of the cells that passed. Default: a tick. */
  readonly cells?: Readonly<Record<AppName, string>>;
}

const KEPT = 'keeps its session';
const RENEWED = 'one new link';

export const ROWS = {
  types: {
    words: 'Strict type check of the application',
    cells: { plain: '`checkJs`', react: '`tsc`', vue: '`vue-tsc`', svelte: '`svelte-check`', angular: '`ngc`' },
  },
  packed: {
    words: 'Production build with the packed package',
    cells: { plain: 'none needed', react: 'Vite', vue: 'Vite', svelte: 'Vite', angular: 'Angular CLI' },
  },
  shows: { words: 'The portal shows, and one link is minted, in strict development mode too' },
  template: { words: 'Every event reaches a listener in the template' },
  script: { words: 'Every event reaches a listener added by script' },
  attributes: { words: 'Attributes and properties arrive' },
  functions: { words: 'Functions and `headers` arrive' },
  method: { words: '`reload()` is called on the element' },
  prevent: { words: '`preventDefault()` on `portal-refresh` leaves the session ended' },
  route: { words: 'Leaving and entering the route mints one new link and leaks no listener' },
  render: { words: 'Rendering again with a new `fetchPortalLink` mints none' },
  late: { words: 'Defined after it was rendered, it has its properties' },
  keyed: {
    words: 'Reversing a keyed list of two: new links',
    cells: { plain: 'two', react: 'one', vue: 'one', svelte: 'one', angular: 'one' },
  },
  kept: {
    words: 'Kept alive while another tab shows',
    cells: {
      plain: `${KEPT} (\`hidden\`)`,
      react: `${KEPT} (\`<Activity>\`)`,
      vue: `${RENEWED} (\`<KeepAlive>\`)`,
      svelte: `${KEPT} (\`hidden\`)`,
      angular: `${RENEWED} (\`RouteReuseStrategy\`)`,
    },
  },
} satisfies Record<string, Row>;

/** The name of a result. */
export const resultName = (app: AppName, { words }: Row): string => `${FRAMEWORKS[app]} > ${words}`;

/** The number of new links for a reversed list of two. */
export const LINKS_OF_REVERSING: Readonly<Record<AppName, number>> = {
  plain: 2,
  react: 1,
  vue: 1,
  svelte: 1,
  angular: 1,
};

export const keepsSession = (app: AppName): boolean => ROWS.kept.cells[app].startsWith(KEPT);
