/**
 * The pages on backends, followed from an empty folder to a link: their commands, and the package as npm installs it. The
 * other packages are links.
 */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { connectSimulator } from '../../demo/simulator/connect-simulator.ts';
import { freePort } from '../tools/free-port.ts';
import { installWith } from '../tools/pack.ts';
import { commandsOf } from '../tools/recipe.ts';
import { EXPRESS, GIN, workFolder } from './backends.ts';
import { linkOf } from './conventions.ts';
import { startBackend, startProgram } from './started-backend.ts';
import { skipIf } from './toolchains.ts';

const ROOT = join(import.meta.dirname, '../..');
const NAME = 'scalekit-admin-portal';
const BUILD_LIMIT = 900_000;

for (const backend of [EXPRESS, GIN]) {
  const work = workFolder(`${backend.name}-page`);
  const options = { ...skipIf(await backend.whyNot(work)), timeout: BUILD_LIMIT };

  describe(`the page on ${backend.name}`, () => {
    it('leads from an empty folder to a portal', options, async (test) => {
      const page = await readFile(join(ROOT, `docs/backends/${backend.name}.md`), 'utf8');
      const [first = '', second = '', tests = ''] = commandsOf(page);
      const folder = await mkdtemp(join(tmpdir(), 'my-product-'));
      test.after(() => rm(folder, { recursive: true }));
      const names = /^npm install (.+)$/m.exec(first)?.[1]?.split(' ') ?? [];
      assert.ok(names.includes(NAME));
      const packages = names.filter((name) => name !== NAME);
      await installWith(folder, packages, [work, ROOT]);

      // Without the commands that this test has replaced.
      const commands = first.split('\n').filter((line) => !/^(?:mkdir|npm install) /.test(line));
      const port = await freePort();
      const command = commands.join('\n').replace(' > ', ` --port=${port} > `);
      const start = { folder, command: ['bash', '-ec', command], env: {} };
      const simulator = await startProgram(start, /runs at http:\/\/127\.0\.0\.1:\d+,/);
      test.after(() => simulator.stop());
      const env = { PORT: String(await freePort()) };
      const started = await startBackend({ folder, command: ['bash', '-ec', second], env });
      test.after(() => started.program.stop());

      assert.equal((await linkOf({ backend: started, csrf: backend.csrf })).status, 200);
      assert.equal((await (await connectSimulator(`http://127.0.0.1:${port}`)).links).length, 1);
      const script = await (await fetch(`${started.url}/${NAME}.min.js`)).text();
      assert.equal(script, await readFile(join(ROOT, `dist/${NAME}.min.js`), 'utf8'));

      assert.match(tests, / test$|--test$/m);
      const recipe = await startProgram({ folder, command: ['bash', '-ec', tests], env: {} }, /^(?:ok|. pass 2$)/m);
      const [code] = await recipe.ended;
      assert.equal(code, 0, recipe.output);
    });
  });
}
