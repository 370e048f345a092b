/** Bundles npm packages as an application's bundler would: minified ES modules, production builds. */
import { build } from 'esbuild';

export interface Order {
  /** The code of the entry, such as `export { AppPortal } from 'svix-react'`. */
  readonly entry: string;
  /** The folder to resolve imports from. */
  readonly folder: string;
  /** Packages that the application already has. */
  readonly external?: readonly string[];
}

export async function bundle({ entry, folder, external = [] }: Order): Promise<Uint8Array> {
  const { outputFiles } = await build({
    stdin: { contents: entry, resolveDir: folder },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    conditions: ['production'],
    define: { 'process.env.NODE_ENV': '"production"' },
    external: [...external],
    legalComments: 'none',
    loader: { '.css': 'empty' },
    write: false,
    logLevel: 'error',
  });
  const [file] = outputFiles;
  if (!file) throw new Error(`no output for: ${entry}`);
  return file.contents;
}
