/** Bundles a piece of code from npm as an application's bundler does: minified ES modules, production builds. */
import { build } from 'esbuild';

export interface Order {
  /** The code of the entry, such as `export { AppPortal } from 'svix-react'`. */
  readonly entry: string;
  /** Where imports are looked up from. */
  readonly folder: string;
  /** What the application has already. */
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
  if (!file) throw new Error(`nothing came of: ${entry}`);
  return file.contents;
}
