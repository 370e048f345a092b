/** The applications in `demo/apps`: the same product, written with each framework. */

export const APPS = {
  plain: 'Plain HTML',
  react: 'React',
  vue: 'Vue',
  svelte: 'Svelte',
  angular: 'Angular',
} as const;

export type AppName = keyof typeof APPS;

export function isAppName(value: string): value is AppName {
  return Object.hasOwn(APPS, value);
}

/** The status of an application's build. */
export type AppBuild =
  | { readonly state: 'built'; /** Absolute path of the served files. */ readonly directory: string }
  | { readonly state: 'building' }
  | { readonly state: 'failed'; /** The output of the build. */ readonly output: string };

/** Returns the status of a build. Called at every visit. */
export type AppBuilds = (name: AppName) => AppBuild;
