/** Makes a drop-in of any module as rollup.config.mjs makes the element's, so that two of them can be compared. */
import { join } from 'node:path';
import { rollup, type Plugin } from 'rollup';
import { loadConfigFile } from 'rollup/loadConfigFile';
import { ROOT } from './paths.ts';

/** Returns the code. `minifier` takes the place of terser with the settings of the package; null: none. */
export async function buildDropIn(input: string, minifier?: Plugin | null): Promise<string> {
  const { options } = await loadConfigFile(join(ROOT, 'rollup.config.mjs'), { silent: true });
  const config = options.find(({ output }) => output.some(({ format }) => format === 'iife'));
  if (!config) throw new Error('rollup.config.mjs has no drop-in any more: no output is of the format iife');
  const plugins = config.plugins.flatMap((plugin) =>
    plugin.name === 'terser' && minifier !== undefined ? (minifier ?? []) : plugin,
  );
  const bundle = await rollup({ ...config, input, plugins });
  // Generated and not written: the files in dist stay as they are.
  const { output } = await bundle.generate({ format: 'iife' });
  await bundle.close();
  return output[0].code;
}
