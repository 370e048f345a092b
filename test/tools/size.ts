/** Measures the package with `gzip -9`. Prints both sizes, and ends with 1 if one exceeds its bound. */
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const DROP_IN = 'dist/scalekit-admin-portal.min.js';
const OWN_CODE = 'dist/index.js';

/** The package's modules, bundled into one file without lit. */
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
  { name: `Own code (${OWN_CODE} in one file, without lit)`, bytes: await ownCode(), bound: 11_770 },
];

for (const { name, bytes, bound } of measured) {
  const size = gzipSync(bytes, { level: 9 }).length;
  console.log(`${name}: ${size} of ${bound} bytes, gzip -9`);
  if (size <= bound) continue;
  console.log(
    `Too big by ${size - bound} bytes. Write less code, not code that is harder to read: look for unneeded features, for ` +
      'two ways of doing one thing, and for long texts. See "Size" in CONTRIBUTING.md.',
  );
  process.exitCode = 1;
}
