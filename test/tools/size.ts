/**
 * Holds the package to its size, as `gzip -9` counts it. Prints both sizes; ends with 1 if one is over its bound.
 */
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const DROP_IN = 'dist/scalekit-admin-portal.min.js';
const OWN_CODE = 'dist/index.js';

/** The package's modules as a bundler makes one file of them, lit left out. */
async function ownCode(): Promise<Uint8Array> {
  const { outputFiles } = await build({
    entryPoints: [OWN_CODE],
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    external: ['lit'],
    write: false,
    logLevel: 'error',
  });
  return outputFiles[0]?.contents ?? new Uint8Array();
}

const measured = [
  { name: `The drop-in (${DROP_IN})`, bytes: readFileSync(DROP_IN), bound: 15_500 },
  { name: `Own code (${OWN_CODE} in one file, lit apart)`, bytes: await ownCode(), bound: 11_770 },
];

for (const { name, bytes, bound } of measured) {
  const size = gzipSync(bytes, { level: 9 }).length;
  console.log(`${name}: ${size} of ${bound} bytes, gzip -9`);
  if (size <= bound) continue;
  console.log(
    `Too big by ${size - bound} bytes. Write less code, not code that is harder to read: look for a feature that nobody ` +
      'asked for, for two ways of doing one thing, and for long texts. See "Size" in CONTRIBUTING.md.',
  );
  process.exitCode = 1;
}
