/** The rows of planted faults leave out no check, and no row of the README's Troubles. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { CHECKS } from '../../doctor/diagnose.ts';
import { DEMO_ROWS } from './demo-faults.ts';
import { NOT_PLANTED, NOT_VISIBLE, TELLS_ALONE } from './not-visible.ts';
import { PLANTED_ROWS } from './planted-faults.ts';

const ROWS = [...DEMO_ROWS, ...PLANTED_ROWS];

test('every check is tripped by a planted fault', () => {
  const named = new Set(ROWS.flatMap(({ says }) => says.map((id) => id.replace('warning ', ''))));
  const idle = CHECKS.map(({ id }) => id).filter(
    (id) => !named.has(id) && ![...TELLS_ALONE, ...NOT_PLANTED].includes(id),
  );
  assert.deepEqual(idle, []);
});

test('every id that a row expects is one of a check', () => {
  const ids = new Set(CHECKS.map(({ id }) => id));
  assert.deepEqual(
    ROWS.flatMap(({ says }) => says).filter((id) => !ids.has(id.replace('warning ', ''))),
    [],
  );
});

test('no two rows have the same name', () => {
  const names = ROWS.map(({ group, fault }) => `${group}: ${fault}`);
  assert.deepEqual(
    names.filter((name, index) => names.indexOf(name) !== index),
    [],
  );
});

/** By the words that the row of `docs/troubleshooting.md` starts with. */
const TROUBLES: Readonly<Record<string, string>> = {
  'The frame is blank;': "The page's domain is not registered",
  '`PORTAL_LOAD_TIMEOUT` comes although': 'Messages of the guides (no load message)',
  'Everything after the tag disappears': 'The tag is written <… />',
  'The portal is narrower': 'The portal is narrower than its row',
  'A warning names an origin': 'The link redirects to a custom domain that environment-url does not name',
  'The session ends at once': 'Third-party cookies: the session cookie is SameSite=Lax',
  '`LINK_REJECTED`, used before': 'A cache gives the same link again',
  '`do not know how to serialize a BigInt`': 'res.json(link): a BigInt',
  '`ENDPOINT_FAILED` with 404 in development': '404 not found',
  'The console says that the tag has no source': 'Neither endpoint nor src',
  'The copy buttons do nothing': 'Permissions-Policy takes the clipboard',
  'Nothing shows under': 'Cross-Origin-Embedder-Policy: require-corp',
  'Text lies over the portal in a page without a doctype': 'No doctype',
  'The portal starts over after an edit': 'The portal starts over after an edit in development',
  'The portal starts over when': 'The portal starts over when a list is reordered',
};
test('every row of the troubleshooting tables is planted', async () => {
  const page = await readFile(new URL('../../docs/troubleshooting.md', import.meta.url), 'utf8');
  const rows = [...page.matchAll(/^\| (?!---|symptom)(.+?) +\|(.*)$/gm)];
  assert.ok(rows.length > 8, 'the rows were found');
  const names = new Set<string>([...ROWS, ...NOT_VISIBLE].map(({ fault }) => fault));
  for (const [, sight = ''] of rows) {
    const planted = Object.entries(TROUBLES).find(([start]) => sight.startsWith(start))?.[1];
    assert.ok(planted !== undefined && names.has(planted), `not planted: ${sight}`);
  }
});
