/**
 * What Angular's template check makes of the package's types: right uses pass, each mistake is refused for its own
 * reason. A list, because a template has no `@ts-expect-error`.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const FOLDER = 'test/types/angular';

interface Refusal {
  file: string;
  /** The class whose template the mistake is in. */
  component: string | undefined;
  code: string;
}

/** Runs the compiler of Angular and reads what it refuses. */
function check(): Refusal[] {
  const { stdout, stderr, error } = spawnSync(process.execPath, ['node_modules/.bin/ngc', '-p', FOLDER], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  if (error) throw error;
  const output = stripVTControlCharacters(stdout + stderr);
  const refusals = [...output.matchAll(/^(?:(.+\.ts):(\d+):\d+ - )?error (\w+):/gm)].map(
    ([, path = '', line, code = '']) => {
      const file = path.split('/').at(-1) ?? '';
      return { file, component: path === '' ? undefined : componentAt(file, Number(line)), code };
    },
  );
  // Whatever else it has to say is no answer to the question.
  if (refusals.length === 0) assert.equal(output, '');
  return refusals;
}

/** A decorator stands before its class. */
function componentAt(file: string, line: number): string | undefined {
  const rest = readFileSync(`${ROOT}${FOLDER}/${file}`, 'utf8')
    .split('\n')
    .slice(line - 1);
  return /^export class (\w+)/m.exec(rest.join('\n'))?.[1];
}

const refusals = check();
const MISTAKES = 'wrong-uses.ts';

test('right uses pass Angular’s template check, and so does what it cannot see', () => {
  assert.deepEqual(
    refusals.filter(({ file }) => file !== MISTAKES),
    [],
  );
});

test('each mistake is refused by Angular’s template check', () => {
  const refused = refusals
    .filter(({ file }) => file === MISTAKES)
    .map(({ component, code }) => [component, code] as const);
  assert.deepEqual(refused, [
    ['DetailOfAnotherEvent', 'TS2339'],
    ['ListenerOfAnotherEvent', 'TS2379'],
    ['MisspelledDetail', 'TS2551'],
    ['DetailOfAGuideMessage', 'TS2339'],
    ['DetailOfAMisspelledEvent', 'TS2339'],
    ['UnknownMethod', 'TS2339'],
    ['ArgumentOfReload', 'TS2554'],
    ['ReadOnlyProperty', 'TS2540'],
    ['ValueOfAProperty', 'TS2322'],
    ['UnsetExpiry', 'TS2531'],
    ['WithoutSchema', 'NG8001'],
  ]);
});
