/** Builds a drop-in from any module in the same way as rollup.config.mjs, so that two drop-ins can be compared. */
import { join } from 'node:path';
import { rollup, type Plugin } from 'rollup';
import { loadConfigFile } from 'rollup/loadConfigFile';
import { ROOT } from './paths.ts';

/** Returns the code. `minifier` replaces terser with the package's settings; null: no minifier. */
export async function buildDropIn(input: string, minifier?: Plugin | null): Promise<string> {
  const { options } = await loadConfigFile(join(ROOT, 'rollup.config.mjs'), { silent: true });
  const config = options.find(({ output }) => output.some(({ format }) => format === 'iife'));
  if (!config) throw new Error('rollup.config.mjs has no drop-in any more: no output is of the format iife');
  const plugins = config.plugins.flatMap((plugin) =>
    plugin.name === 'terser' && minifier !== undefined ? (minifier ?? []) : plugin,
  );
  const bundle = await rollup({ ...config, input, plugins });
  // Not written to dist, whose files stay unchanged.
  const { output } = await bundle.generate({ format: 'iife' });
  await bundle.close();
  return output[0].code;
}
