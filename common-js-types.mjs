// Copies tsc's types to `.d.cts` files, which describe CommonJS modules, for `require()`.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const IMPORT = /(?<=from ')(\.[^']*)\.[jt]s(?=')/g;

/** Writes a `.d.cts` file next to this declaration file and next to each that it imports. */
export function commonJsTypes(entry) {
  const write = async (file, known) => {
    if (known.has(file)) return;
    known.add(file);
    const types = await readFile(file, 'utf8');
    const renamed = types.replace(IMPORT, '$1.cjs').replace(/^\/\/# sourceMappingURL=.*\n?/m, '');
    await writeFile(file.replace(/ts$/, 'cts'), renamed);
    for (const [, name] of types.matchAll(IMPORT)) await write(join(file, '..', `${name}.d.ts`), known);
  };
  return { name: 'common-js-types', writeBundle: () => write(entry, new Set()) };
}
