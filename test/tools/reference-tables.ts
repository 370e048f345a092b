/**
 * The reference tables in `docs`, between `<!-- table: <name> -->` and `<!-- /table -->`. They are made from the custom
 * elements manifest, which has the docstrings of the source.
 * `npm run build && node test/tools/reference-tables.ts` writes them into the pages.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatFor, markdownTable } from './documented-tables.ts';
import { findDeclaration, type Manifest } from './manifest.ts';
import { PAGES } from './readme-code.ts';

const ROOT = join(import.meta.dirname, '../..');
const TABLE = /(?<=<!-- table: (\S+) -->\n)[^]*?(?=<!-- \/table -->)/g;

type Declaration = ReturnType<typeof findDeclaration>;
type Rows = readonly (readonly string[])[];

/** Separates the default, which is the last sentence of a docstring. */
function splitDefault(description = ''): { words: string; standard: string } {
  const [, words = description, standard = ''] = /^([^]*?)\s*Default: (.+)\.$/.exec(description) ?? [];
  return { words, standard: standard === 'none' ? '' : standard };
}

const code = (text: string) => `\`${text}\``;

/** The type of an event's detail. */
const detailOf = (type: string) => type.replace(/^CustomEvent<(.*)>$/s, '$1');

function attributes({ members }: Declaration): Rows {
  const rows = members.flatMap(({ name, attribute, description }) => {
    if (attribute === undefined) return [];
    const { words, standard } = splitDefault(description);
    return [[code(attribute), code(name), standard, words]];
  });
  return [['attribute', 'property', 'default', 'meaning'], ...rows];
}

/** Properties without an attribute. Those that a page can set are first. */
function properties({ members }: Declaration): Rows {
  const fields = members.filter(({ kind, attribute }) => kind === 'field' && attribute === undefined);
  const rows = [fields.filter(({ readonly }) => !readonly), fields.filter(({ readonly }) => readonly)].flat();
  return [
    ['property', 'type', 'meaning'],
    ...rows.map(({ name, type, description, readonly }) => [
      code(name) + (readonly ? ' (read-only)' : ''),
      code(type?.text ?? ''),
      splitDefault(description).words,
    ]),
  ];
}

function methods({ members }: Declaration): Rows {
  const rows = members
    .filter(({ kind }) => kind === 'method')
    .map(({ name, static: isStatic, parameters = [], description = '' }) => [
      code(`${isStatic ? 'ScalekitAdminPortalElement.' : ''}${name}(${parameters.map(({ name }) => name).join(', ')})`),
      description,
    ]);
  return [['method', 'what it does'], ...rows];
}

function slots({ slots }: Declaration): Rows {
  const rows = slots.map(({ name, description = '' }) => [name === '' ? 'default' : code(name), description]);
  return [['slot', 'content'], ...rows];
}

function customProperties({ cssProperties }: Declaration): Rows {
  const rows = cssProperties.map(({ name, description }) => {
    const { words, standard } = splitDefault(description);
    return [code(name), standard || 'none', words];
  });
  return [['custom property', 'default', 'meaning'], ...rows];
}

/** Events with a message of the integration guides do not bubble; `test/unit/portal-events.test.ts` tests that. */
function events({ events }: Declaration): Rows {
  const rows = events.map(({ name, type, description = '' }) => [
    code(name),
    description,
    code(detailOf(type.text)),
    type.text === 'CustomEvent<GuideMessage>' ? '' : 'yes',
  ]);
  return [['event', 'when', '`event.detail`', 'bubbles'], ...rows];
}

const TABLES: Readonly<Record<string, (declaration: Declaration) => Rows>> = {
  attributes,
  properties,
  methods,
  slots,
  events,
  parts: ({ cssParts }) => [
    ['part', 'what it is'],
    ...cssParts.map(({ name, description = '' }) => [code(name), description]),
  ],
  states: ({ cssStates }) => [
    ['state', 'meaning'],
    ...cssStates.map(({ name, description = '' }) => [code(`:state(${name})`), description]),
  ],
  'custom-properties': customProperties,
};

/** The names of the tables in a page. */
export const tablesOf = (page: string): string[] => [...page.matchAll(TABLE)].map(([, name = '']) => name);

async function tableOf(name: string, declaration: Declaration): Promise<string> {
  const rows = TABLES[name]?.(declaration);
  if (rows === undefined) throw new Error(`There is no table "${name}": ${Object.keys(TABLES).join(', ')}`);
  return `\n${await formatFor('docs/reference.md', markdownTable(rows))}\n`;
}

/** A page with tables from the current manifest. */
export async function withTables(page: string): Promise<string> {
  const manifest = JSON.parse(readFileSync(join(ROOT, 'dist/custom-elements.json'), 'utf8')) as Manifest;
  const declaration = findDeclaration(manifest);
  const tables = new Map<string, string>();
  for (const name of tablesOf(page)) tables.set(name, await tableOf(name, declaration));
  return page.replace(TABLE, (_old, name: string) => tables.get(name) ?? '');
}

if (import.meta.main) {
  for (const page of PAGES) writeFileSync(page, await withTables(readFileSync(page, 'utf8')));
}
