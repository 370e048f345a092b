/**
 * Angular's template check with the package's types: correct uses pass, and each mistake is an error. The test has the list of
 * errors, because a template has no `@ts-expect-error`.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const FOLDER = 'test/types/angular';

interface CompilerError {
  file: string;
  /** The class of the template. */
  component: string | undefined;
  code: string;
}

/** Runs Angular's compiler, and returns its errors. */
function check(): CompilerError[] {
  const { stdout, stderr, error } = spawnSync(process.execPath, ['node_modules/.bin/ngc', '-p', FOLDER], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  if (error) throw error;
  const output = stripVTControlCharacters(stdout + stderr);
  const errors = [...output.matchAll(/^(?:(.+\.ts):(\d+):\d+ - )?error (\w+):/gm)].map(
    ([, path = '', line, code = '']) => {
      const file = path.split('/').at(-1) ?? '';
      return { file, component: path === '' ? undefined : componentAt(file, Number(line)), code };
    },
  );
  // Any other output is a failure of the compiler.
  if (errors.length === 0) assert.equal(output, '');
  return errors;
}

/** A decorator is before its class. */
function componentAt(file: string, line: number): string | undefined {
  const rest = readFileSync(`${ROOT}${FOLDER}/${file}`, 'utf8')
    .split('\n')
    .slice(line - 1);
  return /^export class (\w+)/m.exec(rest.join('\n'))?.[1];
}

const errors = check();
const MISTAKES = 'wrong-uses.ts';

test('correct uses pass Angular’s template check, and so do mistakes that it cannot see', () => {
  assert.deepEqual(
    errors.filter(({ file }) => file !== MISTAKES),
    [],
  );
});

test('each mistake is an error of Angular’s template check', () => {
  const mistakes = errors.filter(({ file }) => file === MISTAKES);
  const found = mistakes.map(({ component, code }) => [component, code] as const);
  assert.deepEqual(found, [
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
