/**
 * The reference tables in the README and in `docs`, between `<!-- table: <name> -->` and `<!-- /table -->`. They are made from
 * the custom elements manifest, which has the docstrings of the source. The block below `<!-- script tag -->` has the version
 * and the hash of the build.
 * `npm run build && node test/tools/reference-tables.ts` writes them into the pages.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { formatFor, markdownTable } from './documented-tables.ts';
import { findDeclaration, type Manifest } from './manifest.ts';
import { PAGES } from './readme-code.ts';

const ROOT = join(import.meta.dirname, '../..');
const TABLE = /(?<=<!-- table: (\S+) -->\n)[^]*?(?=<!-- \/table -->)/g;
const SCRIPT_TAG = /(?<=<!-- script tag -->\n\n```html\n)[^]*?(?=```\n)/;

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

const textOf = (path: string) => readFileSync(join(ROOT, path), 'utf8');

/** The tag for this version of the drop-in on a CDN that serves npm packages. */
async function scriptTag(): Promise<string> {
  const { name, version, jsdelivr } = JSON.parse(textOf('package.json')) as Record<
    'name' | 'version' | 'jsdelivr',
    string
  >;
  const src = `https://cdn.jsdelivr.net/npm/${name}@${version}/${posix.normalize(jsdelivr)}`;
  const tag = `<script src="${src}" integrity="${textOf(`${jsdelivr}.integrity`).trim()}" crossorigin="anonymous" defer></script>`;
  return format(tag, { ...(await resolveConfig(join(ROOT, 'README.md'))), parser: 'html' });
}

/** A page with the tables of the current manifest and the script tag of the current build. */
export async function withTables(page: string): Promise<string> {
  const manifest = JSON.parse(textOf('dist/custom-elements.json')) as Manifest;
  const declaration = findDeclaration(manifest);
  const tables = new Map<string, string>();
  for (const name of tablesOf(page)) tables.set(name, await tableOf(name, declaration));
  const tag = SCRIPT_TAG.test(page) ? await scriptTag() : '';
  return page.replace(TABLE, (_old, name: string) => tables.get(name) ?? '').replace(SCRIPT_TAG, tag);
}

if (import.meta.main) {
  for (const page of PAGES) writeFileSync(page, await withTables(readFileSync(page, 'utf8')));
}
