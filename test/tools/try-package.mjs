/**
 * `node try-package.mjs FOLDER` tries the package that is installed in a folder: each entry of its `exports`, and each
 * command. Prints a line for each, and ends with 1 if one fails. It is JavaScript without dependencies, because it also runs
 * in the oldest Node that the package supports.
 */
import { execFile } from 'node:child_process';
import { access, readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const NAME = 'scalekit-admin-portal';
const folder = resolve(process.argv[2] ?? '.');
const home = join(folder, 'node_modules', NAME);
const manifest = JSON.parse(await readFile(join(home, 'package.json'), 'utf8'));

const node = (...options) => run(process.execPath, options, { cwd: folder, timeout: 60_000 });

/** Runs Node. @throws if it prints anything. */
async function silent(...options) {
  const { stdout, stderr } = await node(...options);
  if (stdout + stderr !== '') throw new Error(`printed: ${stdout}${stderr}`);
}

/** All files that an entry names, with all conditions. */
const filesOf = (target) => (typeof target === 'string' ? [target] : Object.values(target).flatMap(filesOf));

/** An entry with a pattern (`./languages/*`) becomes one entry for each file that it matches. */
async function expand([entry, target]) {
  if (!entry.includes('*')) return [[entry, target]];
  const [before, after] = target.default.split('*');
  const names = (await readdir(join(home, before)))
    .filter((name) => name.endsWith(after))
    .map((name) => name.slice(0, -after.length));
  if (names.length === 0) throw new Error(`${entry} matches no file`);
  const filled = (value, name) => JSON.parse(JSON.stringify(value).replaceAll('*', name));
  return names.map((name) => [entry.replace('*', name), filled(target, name)]);
}

const trials = [];
const entries = await Promise.all(Object.entries(manifest.exports).map(expand));
for (const [entry, target] of entries.flat()) {
  const name = entry.replace('.', NAME);
  trials.push([`files of ${name}`, () => Promise.all(filesOf(target).map((file) => access(join(home, file))))]);
  // An entry that is only a file is for tools or pages.
  if (typeof target === 'string') continue;
  trials.push([`import ${name}`, () => silent('--input-type=module', '--eval', `await import('${name}')`)]);
  if ('require' in target) trials.push([`require ${name}`, () => silent('--eval', `require('${name}')`)]);
}
for (const [command, file] of Object.entries(manifest.bin)) {
  trials.push([`${command} --help`, () => node(join(home, file), '--help')]);
}

for (const [title, trial] of trials) {
  try {
    await trial();
    console.log(`ok      ${title}`);
  } catch (error) {
    process.exitCode = 1;
    console.log(`FAILED  ${title}: ${error.stderr || error.message}`);
  }
}
