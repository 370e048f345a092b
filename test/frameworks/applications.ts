/** The applications in `examples/frameworks`, each one a real project of its framework, and where their copies run. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { ENGINES, type Engine } from '../tools/engines.ts';
import { REACT_ON_A_SERVER } from './react-on-a-server.ts';

const ROOT = join(import.meta.dirname, '../..');
const EXAMPLES = join(ROOT, 'examples/frameworks');

/** Copies are built and edited: what is packed and committed stays as it is. */
export const WORK = join(ROOT, '.tmp/frameworks');

/** What tools of frameworks are told wherever they run: no questions, and no reports to anybody. */
const QUIET = {
  ASTRO_TELEMETRY_DISABLED: '1',
  NEXT_TELEMETRY_DISABLED: '1',
  NG_CLI_ANALYTICS: 'false',
  NUXT_TELEMETRY_DISABLED: '1',
};

/** The same application, built otherwise: a column of its own in the table. */
interface Variant {
  /** Where it differs in this: see `Traits`. */
  readonly keepsPages?: string | undefined;
  /** Behind the title. */
  readonly title: string;
  /** Built and driven with PORTAL_TEST_LONG alone. */
  readonly isLong?: true;
  readonly env?: Readonly<Record<string, string>>;
  /** Files that differ, by path, as whole texts. */
  readonly files?: Readonly<Record<string, string>>;
  /** Pieces of files that differ, by path: what is there, and what stands there instead. */
  readonly changes?: Readonly<Record<string, readonly (readonly [from: string, to: string])[]>>;
  /** The address of another settings page: it needs no build of its own. */
  readonly settings?: string;
}

interface Traits {
  /** As the table heads its column, with the package whose version is said. */
  readonly title: string;
  readonly package: string;
  /** The source file that has the heading of the settings page: what a developer edits. */
  readonly page: string;
  /** Environment of builds and servers. */
  readonly env?: Readonly<Record<string, string>>;
  readonly variants?: Readonly<Record<string, Variant>>;
  /** Driven in Chromium only, as variants are: a whole run has a time limit. */
  readonly inChromiumOnly?: true;
  /** Further pages with a portal that nothing listens to: it has to show there, too. */
  readonly alsoAt?: readonly string[];
  /** Why coming back to the page needs no new link, where it is so. */
  readonly keepsPages?: string | undefined;
  /** Links that an edit of the page mints in development, and why it is not 0. */
  readonly edit?: { readonly links: number; readonly why: string };
}

export interface Application extends Omit<Traits, 'variants'> {
  /** Of its folder; a variant has a word behind it. */
  readonly name: string;
  /** What it is a variant of; undefined for the application as it is in the repository. */
  readonly base: string | undefined;
  readonly source: string;
  /** Where it is installed and run. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  /** The address of its settings page. */
  readonly settings: string;
  readonly variant: Variant | undefined;
}

/** Angular's routes with the settings page in the first bundle, in place of a lazy one. */
const ANGULAR_EAGER = `import type { Routes } from '@angular/router';
import { MembersPage } from './members-page';
import { SettingsPage } from './settings-page';
import { SignInPage } from './sign-in-page';

export const routes: Routes = [
  { path: '', component: SignInPage },
  { path: 'settings', component: SettingsPage },
  { path: 'members', component: MembersPage },
];
`;

/** What the files of an application do not say. */
const TRAITS: Readonly<Record<string, Traits>> = {
  angular: {
    title: 'Angular',
    package: '@angular/core',
    page: 'src/app/settings-page.ts',
    edit: { links: 1, why: 'Angular makes the edited component anew, and the portal with it' },
    variants: {
      eager: {
        title: ', in the first bundle',
        files: { 'src/app/app.routes.ts': ANGULAR_EAGER },
      },
      early: {
        title: ', registered in the first bundle',
        isLong: true,
        changes: {
          'src/app/app.routes.ts': [
            ['import type { Routes }', "import 'scalekit-admin-portal';\nimport type { Routes }"],
          ],
        },
      },
      late: {
        title: ', registered after hydration',
        isLong: true,
        changes: {
          'src/app/settings-page.ts': [
            ["import 'scalekit-admin-portal';", "setTimeout(() => import('scalekit-admin-portal'), 300);"],
          ],
        },
      },
      defer: {
        title: ', in `@defer (hydrate on viewport)`',
        isLong: true,
        changes: {
          'src/app/settings-page.ts': [
            ['<scalekit-admin-portal', '@defer (on viewport; hydrate on viewport) {\n<scalekit-admin-portal'],
            ['/>\n    } @else {', '/>\n} @placeholder {\n<div style="min-height: 600px"></div>\n}\n    } @else {'],
          ],
        },
      },
      zone: {
        title: ', with zone.js',
        isLong: true,
        changes: {
          // The package is found in the repository's own `node_modules`, which is above.
          'angular.json': [
            ['"browser": "src/main.ts",', '"browser": "src/main.ts",\n            "polyfills": ["zone.js"],'],
          ],
          'src/app/app.config.ts': [
            [
              'provideBrowserGlobalErrorListeners }',
              'provideBrowserGlobalErrorListeners, provideZoneChangeDetection }',
            ],
            ['  providers: [\n', '  providers: [\n    provideZoneChangeDetection({ eventCoalescing: true }),\n'],
          ],
        },
      },
    },
  },
  astro: {
    title: 'Astro',
    package: 'astro',
    page: 'src/pages/settings.astro',
    edit: { links: 1, why: 'Astro opens an edited page anew' },
    variants: {
      plain: {
        title: ', without `ClientRouter`',
        changes: {
          'src/layouts/Layout.astro': [['<ClientRouter />', '']],
          'src/pages/settings.astro': [
            ["document.addEventListener('astro:page-load', () => {", '(() => {'],
            ['});\n</script>', '})();\n</script>'],
          ],
        },
      },
    },
  },
  next: {
    title: 'Next',
    package: 'next',
    page: 'app/settings/page.tsx',
    alsoAt: ['/settings/server'],
    keepsPages: 'with Cache Components, the page that somebody leaves stays, hidden, and its session goes on',
    variants: {
      uncached: { title: ', Cache Components off', env: { CACHE_COMPONENTS: 'off' }, keepsPages: undefined },
    },
  },
  nuxt: {
    title: 'Nuxt',
    package: 'nuxt',
    page: 'app/pages/settings.vue',
    variants: {
      page: {
        title: ', registered by the page',
        isLong: true,
        changes: {
          'app/plugins/scalekit-admin-portal.client.ts': [["import 'scalekit-admin-portal';\n", '']],
          'app/pages/settings.vue': [
            ['<script setup lang="ts">\n', '<script setup lang="ts">\nimport \'scalekit-admin-portal\';\n'],
          ],
        },
      },
      late: {
        title: ', registered after hydration',
        isLong: true,
        changes: {
          'app/plugins/scalekit-admin-portal.client.ts': [
            ["import 'scalekit-admin-portal';", "setTimeout(() => import('scalekit-admin-portal'), 200);"],
          ],
        },
      },
    },
  },
  preact: {
    title: 'Preact',
    package: 'preact',
    page: 'src/pages/SettingsPage.tsx',
    inChromiumOnly: true,
    variants: {
      early: {
        title: ', registered before hydration',
        isLong: true,
        changes: {
          'index.html': [
            [
              '<link rel="stylesheet"',
              '<script type="module">import "scalekit-admin-portal";</script>\n<link rel="stylesheet"',
            ],
          ],
        },
      },
    },
  },
  react: {
    title: 'React',
    package: 'react',
    page: 'src/pages/SettingsPage.tsx',
    variants: { server: { title: ', rendered on a server', ...REACT_ON_A_SERVER } },
  },
  'react-router': { title: 'React Router', package: 'react-router', page: 'app/routes/settings.tsx' },
  solid: {
    title: 'SolidStart',
    package: '@solidjs/start',
    page: 'src/routes/settings.tsx',
    inChromiumOnly: true,
    edit: { links: 1, why: "Solid's hot update makes the component anew, and each element in it" },
    variants: {
      early: {
        title: ', registered before hydration',
        isLong: true,
        changes: {
          'src/entry-client.tsx': [['import { mount', "import 'scalekit-admin-portal';\nimport { mount"]],
        },
      },
      late: {
        title: ', registered after hydration',
        isLong: true,
        changes: {
          'src/routes/settings.tsx': [
            [
              "import 'scalekit-admin-portal';",
              "if (typeof window === 'object') setTimeout(() => import('scalekit-admin-portal'), 200);",
            ],
          ],
        },
      },
    },
  },
  sveltekit: {
    title: 'SvelteKit',
    package: '@sveltejs/kit',
    page: 'src/routes/settings/+page.svelte',
    edit: { links: 1, why: "Svelte's hot update makes the component anew, and each element in it" },
    // It takes its own address for `https:` otherwise, and refuses forms of pages that are not.
    env: { PROTOCOL_HEADER: 'x-forwarded-proto' },
    variants: {
      early: {
        title: ', registered in `hooks.client`',
        files: { 'src/hooks.client.ts': "import 'scalekit-admin-portal';\n" },
      },
      late: {
        title: ', registered after hydration',
        isLong: true,
        changes: {
          'src/routes/settings/+page.svelte': [
            [
              "import 'scalekit-admin-portal';",
              "$effect(() => void setTimeout(() => import('scalekit-admin-portal'), 200));",
            ],
          ],
        },
      },
    },
  },
  vue: {
    title: 'Vue',
    package: 'vue',
    page: 'src/pages/SettingsPage.vue',
    variants: {
      late: {
        title: ', registered after rendering',
        isLong: true,
        changes: {
          'src/pages/SettingsPage.vue': [
            ["import 'scalekit-admin-portal';", "setTimeout(() => import('scalekit-admin-portal'), 200);"],
          ],
        },
      },
    },
  },
};

/** All that are there, in the order of their names, each one before its variants; or those of these names. */
export function applications(names?: readonly string[]): readonly Application[] {
  const folders = globSync('*/package.json', { cwd: EXAMPLES }).map((file) => basename(dirname(file)));
  const found = folders.sort().flatMap((base): Application[] => {
    const traits = TRAITS[base];
    if (traits === undefined) throw new Error(`test/frameworks/applications.ts has to say what ${base} is`);
    const { variants = {}, ...shared } = traits;
    const source = join(EXAMPLES, base);
    const env = { ...QUIET, ...traits.env };
    const folder = join(WORK, base);
    const settings = '/settings';
    const own = { ...shared, name: base, base: undefined, source, folder, env, settings, variant: undefined };
    const tried = Object.entries(variants).filter(([, { isLong }]) => !isLong || 'PORTAL_TEST_LONG' in process.env);
    const others = tried.map(([word, variant]): Application => {
      const name = `${base}-${word}`;
      return {
        ...own,
        name,
        base,
        variant,
        title: traits.title,
        // Another page of the same build.
        folder: variant.settings === undefined ? join(WORK, name) : folder,
        env: { ...env, ...variant.env },
        ...('keepsPages' in variant && { keepsPages: variant.keepsPages }),
        settings: variant.settings ?? settings,
      };
    });
    return [own, ...others];
  });
  for (const name of names ?? []) {
    if (!found.some((one) => one.name === name)) {
      throw new Error(`${name} is none of the applications ${found.map((one) => one.name).join(', ')}`);
    }
  }
  return found.filter(({ name }) => names?.includes(name) ?? true);
}

/** The file that says that it is installed, and of which lock file. */
export const INSTALLED = 'node_modules/.installed';

/** The file that says of which sources it was built. */
export const BUILT = 'node_modules/.built';

/** Whether `node test/frameworks/install.ts` has been run for it. */
export const isInstalled = ({ folder }: Application): boolean => existsSync(join(folder, INSTALLED));

/** What the tests drive: those that are installed; with PORTAL_TEST_APPLICATIONS, those of these names. */
export function installedApplications(): readonly Application[] {
  return applications(process.env['PORTAL_TEST_APPLICATIONS']?.split(',')).filter(isInstalled);
}

/** Where an application is driven if nobody asks for more. */
export const enginesOf = ({ variant, inChromiumOnly }: Application): readonly Engine[] =>
  variant === undefined && !inChromiumOnly ? ENGINES : ['chromium'];

/** As its column is headed: with the version that is installed. */
export function headOf({ title, package: name, folder, variant }: Application): string {
  const file = join(folder, 'node_modules', name, 'package.json');
  const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version: string };
  return `${title} ${version.split('.').slice(0, 2).join('.')}${variant?.title ?? ''}`;
}

/** Whose tests these are, by the names of the suites around one: a suite of an application begins with its head. */
export function applicationOf(
  path: readonly string[],
  among: readonly Application[] = installedApplications(),
): Application | undefined {
  return among.find((one) => path.some((name) => name.startsWith(`${headOf(one)} `)));
}
