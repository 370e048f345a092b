/** The applications in `examples/frameworks`, each one a real project of its framework, and where their copies run. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
const EXAMPLES = join(ROOT, 'examples/frameworks');

/** Copies are built and edited: what is packed and committed stays as it is. */
export const WORK = join(ROOT, '.tmp/frameworks');

interface Traits {
  /** As the table heads its column, with the package whose version is said. */
  readonly title: string;
  readonly package: string;
  /** The source file that has the heading of the settings page: what a developer edits. */
  readonly page: string;
  /** Variables of a build that is another application: its own column in the table. */
  readonly env?: Readonly<Record<string, string>>;
  /** Further addresses of the settings page, to be driven like it. */
  readonly alsoAt?: readonly string[];
  /** Links that an edit of the page mints in development, and why it is not 0. */
  readonly edit?: { readonly links: number; readonly why: string };
}

export interface Application extends Traits {
  /** Of its folder; a variant has a word after it. */
  readonly name: string;
  readonly source: string;
  /** Where it is installed and run. */
  readonly folder: string;
}

/** What the files of an application do not say. */
const TRAITS: Readonly<Record<string, Traits>> = {
  angular: {
    title: 'Angular',
    package: '@angular/core',
    page: 'src/app/settings-page.ts',
    edit: { links: 1, why: 'Angular makes the edited component anew, and the portal with it' },
  },
  'react-router': {
    title: 'React Router',
    package: 'react-router',
    page: 'app/routes/settings.tsx',
  },
  vue: { title: 'Vue', package: 'vue', page: 'src/pages/SettingsPage.vue' },
  next: { title: 'Next', package: 'next', page: 'app/settings/page.tsx' },
  react: { title: 'React 18 with Vite', package: 'react', page: 'src/pages/SettingsPage.tsx' },
  sveltekit: { title: 'SvelteKit', package: '@sveltejs/kit', page: 'src/routes/settings/+page.svelte' },
};

/** All that are there, in the order of their names. */
export function applications(names?: readonly string[]): readonly Application[] {
  const found = globSync('*/package.json', { cwd: EXAMPLES }).map((file) => basename(dirname(file)));
  for (const name of names ?? []) {
    if (!found.includes(name)) throw new Error(`${name} is none of the applications ${found.join(', ')}`);
  }
  return found
    .filter((name) => names?.includes(name) ?? true)
    .sort()
    .map((name) => {
      const traits = TRAITS[name];
      if (traits === undefined) throw new Error(`test/frameworks/applications.ts has to say what ${name} is`);
      return { ...traits, name, source: join(EXAMPLES, name), folder: join(WORK, name) };
    });
}

/** The file that says that it is installed, and of which lock file. */
export const INSTALLED = 'node_modules/.installed';

/** Whether `node test/frameworks/install.ts` has been run for it. */
export const isInstalled = ({ folder }: Application): boolean => existsSync(join(folder, INSTALLED));

/** As its column is headed: with the version that is installed. */
export function headOf({ title, package: name, folder }: Application): string {
  const file = join(folder, 'node_modules', name, 'package.json');
  const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version: string };
  return `${title} ${version.split('.').slice(0, 2).join('.')}`;
}
