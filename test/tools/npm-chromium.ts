/**
 * The Chromium of an npm package, for machines without a browser (Linux on x64). It never gets the arguments that the package
 * recommends: they switch web security off, which would make all tests of origins wrong.
 */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BROWSERS } from './program.ts';

/** Whether this Chromium runs on this machine. */
export const RUNS_HERE = BROWSERS !== 'none' && process.platform === 'linux' && process.arch === 'x64';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CACHE = join(ROOT, 'node_modules/.cache/portal-tests');

const FONTS_CONF = (folder: string) => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${join(folder, 'fonts/fonts')}</dir>
  <cachedir>${join(folder, 'font-cache')}</cachedir>
</fontconfig>
`;

/** Unpacks the browser with its libraries and fonts into a folder. */
async function unpack(archives: string, folder: string): Promise<void> {
  const { inflate } = await import('@sparticuz/chromium');
  // The package unpacks into the folder for temporary files.
  const temporary = process.env['TMPDIR'];
  process.env['TMPDIR'] = folder;
  try {
    const names = ['chromium.br', 'fonts.tar.br', 'swiftshader.tar.br', 'al2023.tar.br'];
    await Promise.all(names.map((name) => inflate(join(archives, name))));
  } finally {
    if (temporary === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = temporary;
  }
}

export async function npmChromium(): Promise<{ executablePath: string; env: NodeJS.ProcessEnv }> {
  const entry = fileURLToPath(import.meta.resolve('@sparticuz/chromium'));
  const home = join(dirname(entry), '..');
  const { version } = JSON.parse(await readFile(join(home, 'package.json'), 'utf8')) as { version: string };
  const folder = join(CACHE, `chromium-${version}`);
  if (!existsSync(folder)) {
    // Renamed when complete, so that an interrupted run leaves no incomplete browser.
    await mkdir(CACHE, { recursive: true });
    const unpacked = await mkdtemp(join(CACHE, 'unpacking-'));
    await unpack(join(home, 'bin'), unpacked);
    await rename(unpacked, folder).catch(() => rm(unpacked, { recursive: true, force: true }));
  }
  await writeFile(join(folder, 'fonts.conf'), FONTS_CONF(folder));
  return {
    executablePath: join(folder, 'chromium'),
    env: { ...process.env, LD_LIBRARY_PATH: join(folder, 'al2023/lib'), FONTCONFIG_PATH: folder },
  };
}
