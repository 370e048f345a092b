// Bundles the command and its libraries into one file, with their licences next to it. So `npx` downloads nothing else.
import { readFile } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import nodeResolve from '@rollup/plugin-node-resolve';
import esbuild from 'rollup-plugin-esbuild';

const { version } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'));
const MODULES = `${sep}node_modules${sep}`;

/** The folder of the package that a module belongs to. */
function packageOf(id) {
  const start = id.lastIndexOf(MODULES) + MODULES.length;
  const parts = id.slice(start).split(sep);
  return id.slice(0, start) + parts.slice(0, parts[0].startsWith('@') ? 2 : 1).join(sep);
}

const licences = () => ({
  name: 'licences',
  async generateBundle(_options, bundle) {
    const modules = Object.values(bundle).flatMap((chunk) => Object.keys(chunk.modules ?? {}));
    const folders = new Set(modules.filter((id) => id.includes(MODULES)).map(packageOf));
    const texts = await Promise.all([...folders].sort().map(licenceOf));
    this.emitFile({ type: 'asset', fileName: 'LICENSES.txt', source: texts.join('\n\n') });
  },
});

async function licenceOf(folder) {
  const manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const own = ['LICENSE', 'LICENSE.md', 'license'].map((name) =>
    readFile(join(folder, name), 'utf8').catch(() => null),
  );
  const text = (await Promise.all(own)).find((each) => each !== null) ?? `Licence: ${manifest.license}`;
  return `${manifest.name} ${manifest.version}\n\n${text.trim()}\n`;
}

export default {
  input: 'doctor/command.ts',
  external: [/^node:/],
  output: {
    dir: dirname('dist/doctor/command.js'),
    format: 'es',
    inlineDynamicImports: true,
    entryFileNames: 'command.js',
  },
  plugins: [
    nodeResolve({ exportConditions: ['node'], extensions: ['.ts', '.js', '.mjs'] }),
    esbuild({
      tsconfig: 'doctor/tsconfig.json',
      target: 'node20',
      minifySyntax: true,
      minifyWhitespace: true,
      define: { __VERSION__: JSON.stringify(version) },
    }),
    licences(),
  ],
};
