/**
 * The pages on backends, walked from an empty folder to a link: their commands, and the package as npm would have
 * installed it. Only what npm would have fetched besides is taken from here.
 */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { connectSimulator } from '../../demo/simulator/connect-simulator.ts';
import { freePort } from '../tools/free-port.ts';
import { packCommand } from '../tools/pack.ts';
import { EXPRESS, GIN, workFolder } from './backends.ts';
import { askForLink, visit } from './conventions.ts';
import { startBackend, startProgram } from './started-backend.ts';
import { perform, skipIf } from './toolchains.ts';

const ROOT = join(import.meta.dirname, '../..');
const NAME = 'scalekit-admin-portal';
const BUILD_LIMIT = 900_000;

/** Puts into a folder what `npm install` would: the package as it is packed, the others from one of these places. */
async function install(folder: string, names: readonly string[], places: readonly string[]): Promise<void> {
  const modules = join(folder, 'node_modules');
  const own = join(modules, NAME);
  await mkdir(own, { recursive: true });
  const tarball = join(folder, (await perform(ROOT, packCommand(folder))).trim());
  await perform(folder, ['tar', '-xzf', tarball, '-C', own, '--strip-components=1']);
  await rm(tarball);
  const { bin } = JSON.parse(await readFile(join(own, 'package.json'), 'utf8')) as { bin: Record<string, string> };
  await mkdir(join(modules, '.bin'));
  for (const [name, file] of Object.entries(bin)) await symlink(join('..', NAME, file), join(modules, '.bin', name));
  for (const name of names.filter((name) => name !== NAME)) {
    const found = places.map((place) => join(place, 'node_modules', name)).find(existsSync);
    assert.ok(found, `${name} is nowhere`);
    await mkdir(dirname(join(modules, name)), { recursive: true });
    await symlink(found, join(modules, name));
  }
}

for (const backend of [EXPRESS, GIN]) {
  const work = workFolder(`${backend.name}-page`);
  const options = { ...skipIf(await backend.whyNot(work)), timeout: BUILD_LIMIT };

  describe(`the page on ${backend.name}`, () => {
    it('leads from an empty folder to a portal', options, async (test) => {
      const page = await readFile(join(ROOT, `docs/backends/${backend.name}.md`), 'utf8');
      const [first = '', second = ''] = [...page.matchAll(/^```sh\n([^]*?)^```$/gm)].map(([, block = '']) => block);
      const folder = await mkdtemp(join(tmpdir(), 'my-product-'));
      test.after(() => rm(folder, { recursive: true }));
      const names = /^npm install (.+)$/m.exec(first)?.[1]?.split(' ') ?? [];
      assert.ok(names.includes(NAME));
      await install(folder, names, [work, ROOT]);

      // What npm does is done.
      const commands = first.split('\n').filter((line) => !/^(?:mkdir|npm install) /.test(line));
      const port = await freePort();
      const command = commands.join('\n').replace(' > ', ` --port=${port} > `);
      const start = { folder, command: ['bash', '-ec', command], env: {} };
      const simulated = await startProgram(start, /runs at http:\/\/127\.0\.0\.1:\d+,/);
      test.after(() => simulated.stop());
      const env = { PORT: String(await freePort()) };
      const started = await startBackend({ folder, command: ['bash', '-ec', second], env });
      test.after(() => started.stop());

      const asked = { backend: started, csrf: backend.csrf };
      const { person, page: settings } = await visit(asked, 'ada');
      assert.equal((await askForLink(asked, person, settings)).status, 200);
      assert.equal((await (await connectSimulator(`http://127.0.0.1:${port}`)).links).length, 1);
      const script = await (await fetch(`${started.url}/${NAME}.min.js`)).text();
      assert.equal(script, await readFile(join(ROOT, `dist/${NAME}.min.js`), 'utf8'));
    });
  });
}
