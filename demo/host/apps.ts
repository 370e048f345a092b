/** The applications in `demo/apps`: the same product once more, written with each framework. */

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

/** How far an application is. */
export type AppBuild =
  | { readonly state: 'built'; /** Absolute path of what is served. */ readonly directory: string }
  | { readonly state: 'building' }
  | { readonly state: 'failed'; /** What the build printed. */ readonly output: string };

/** Asked at every visit. */
export type AppBuilds = (name: AppName) => AppBuild;
