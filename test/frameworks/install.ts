/**
 * `node test/frameworks/install.ts [--installed] [name …]`: copies applications to `.tmp/frameworks`, installs and builds
 * them there, two at a time. What has not changed since is not done again. `--installed` leaves out what is not installed.
 */
import { createHash } from 'node:crypto';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { perform } from '../backends/toolchains.ts';
import { applications, BUILT, INSTALLED, isInstalled, WORK, type Application } from './applications.ts';
import { pack } from './pack.ts';

const NAME = 'scalekit-admin-portal';

const sha256 = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex');

/** The files of an application as the repository has them: neither what was installed beside them, nor what was built. */
async function sourcesOf({ name, source, variant }: Application): Promise<Map<string, Buffer>> {
  const listed = await perform(source, ['git', 'ls-files', '--cached', '--others', '--exclude-standard', '-z']);
  const files = new Map<string, Buffer>();
  for (const file of listed.split('\0').filter(Boolean).sort()) {
    // One that was deleted is listed until that is committed.
    const content = await readFile(join(source, file)).catch(() => null);
    if (content !== null) files.set(file, content);
  }
  for (const [file, text] of Object.entries(variant?.files ?? {})) files.set(file, Buffer.from(text));
  for (const [file, changes] of Object.entries(variant?.changes ?? {})) {
    for (const [from, to] of changes) {
      const text = files.get(file)?.toString() ?? '';
      if (!text.includes(from)) throw new Error(`${file} of ${name} has no ${from}`);
      files.set(file, Buffer.from(text.replace(from, () => to)));
    }
  }
  return files;
}

/** Makes the copy anew, except for what was installed. */
async function writeSources({ folder }: Application, files: ReadonlyMap<string, Buffer>): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const name of await readdir(folder)) {
    if (name !== 'node_modules') await rm(join(folder, name), { recursive: true });
  }
  for (const [file, content] of files) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), content);
  }
}

const stampIn = (file: string): Promise<string> => readFile(file, 'utf8').catch(() => '');

async function install({ folder, base }: Application): Promise<void> {
  const stamp = join(folder, INSTALLED);
  const lock = sha256(await readFile(join(folder, 'package-lock.json')));
  if ((await stampIn(stamp)) === lock) return;
  await rm(join(folder, 'node_modules'), { recursive: true, force: true });
  if (base === undefined) {
    await perform(folder, ['npm', 'ci', '--no-audit', '--no-fund', '--prefer-offline']);
  } else {
    // The same packages: as links to the same files.
    await perform(WORK, ['cp', '-RPlp', join(base, 'node_modules'), folder]);
    // But for this one: written to, it would say of the other application that it has to be built again.
    await rm(join(folder, BUILT), { force: true });
  }
  await writeFile(stamp, lock);
}

/** The package as npm would install it: its version never changes here, so npm would keep an old one. */
async function unpack({ folder }: Application, tarball: string): Promise<void> {
  const target = join(folder, 'node_modules', NAME);
  await rm(target, { recursive: true, force: true });
  await mkdir(target, { recursive: true });
  await perform(folder, ['tar', '-xzf', tarball, '-C', target, '--strip-components=1']);
}

async function prepare(application: Application, tarball: string): Promise<void> {
  const start = performance.now();
  const files = await sourcesOf(application);
  const hashes = [...files].map(([file, content]) => `${file} ${sha256(content)}`);
  const environment = JSON.stringify(application.env);
  const state = sha256([environment, sha256(await readFile(tarball)), ...hashes].join('\n'));
  const stamp = join(application.folder, BUILT);
  if ((await stampIn(stamp)) === state) return;
  await rm(stamp, { force: true });
  await writeSources(application, files);
  await install(application);
  await unpack(application, tarball);
  await perform(application.folder, ['npm', 'run', 'build'], application.env);
  await writeFile(stamp, state);
  console.log(`${application.name}: installed and built in ${((performance.now() - start) / 1000).toFixed(0)} s`);
}

/** Two at a time: one waits for the network or the disk while another compiles. */
const LANES = 2;

const { values, positionals } = parseArgs({ options: { installed: { type: 'boolean' } }, allowPositionals: true });
const all = applications();
const wanted = applications(positionals.length > 0 ? positionals : undefined);
const tarball = join(WORK, `${NAME}.tgz`);
await mkdir(WORK, { recursive: true });
await cp(await pack(), tarball);
const waiting = wanted
  .filter(({ base, variant }) => base === undefined && variant === undefined)
  .filter((application) => !values.installed || isInstalled(application))
  .values();
const lane = async () => {
  for (const application of waiting) {
    const builds = all.filter(({ base, folder }) => base === application.name && folder !== application.folder);
    try {
      for (const build of [application, ...builds]) await prepare(build, tarball);
    } catch (error) {
      // The others go on: each one is of use without it.
      console.error(`${application.name}: ${(error as Error).message}`);
      process.exitCode = 1;
    }
  }
};
await Promise.all(Array.from({ length: LANES }, lane));
