/** What people download: the element beside what is used to embed comparable things, and where its bytes go. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DROP_IN, ENTRY, RESULTS, ROOT } from '../tools/paths.ts';
import type { Table } from '../tools/table.ts';
import { ALTERNATIVES, FOLDER, installAlternatives, versionOf } from './alternatives.ts';
import { bundle } from './bundle.ts';
import { Origins, type Piece } from './pieces.ts';
import { sizesOf, type Sizes } from './sizes.ts';
import { treemap } from './treemap.ts';
import { tryOtherSettings } from './tried.ts';

const LIT = ['lit', 'lit-html', 'lit-element', '@lit/*'];
/** Declarations of fewer bytes are counted together. */
const LEAST = 100;

const ownEntry = `export * from ${JSON.stringify(ENTRY)};`;

/** Ours: the drop-in as it is built, and the entry as an application bundles it. */
async function ownSizes(): Promise<[string, Sizes][]> {
  return [
    ['**the drop-in, everything inside**', sizesOf(await readFile(DROP_IN))],
    ['**the ES module, lit apart**', sizesOf(await bundle({ entry: ownEntry, folder: ROOT, external: LIT }))],
    ['the ES module, with what it uses of lit', sizesOf(await bundle({ entry: ownEntry, folder: ROOT }))],
  ];
}

/** Lit alone: the floor for an element that is written with it. */
async function litSizes(): Promise<[string, Sizes][]> {
  const entry = "export { LitElement, html, css } from 'lit';";
  return [['lit alone: LitElement, html, css', sizesOf(await bundle({ entry, folder: ROOT }))]];
}

async function alternativeSizes(): Promise<[string, Sizes][]> {
  await installAlternatives();
  const rows: [string, Sizes][] = [];
  for (const { name, entry, peers, peerEntry = '' } of ALTERNATIVES) {
    const title = `${name} ${await versionOf(name)}`;
    const bare = sizesOf(await bundle({ entry, folder: FOLDER, external: peers ?? [] }));
    rows.push([peers ? `${title}, its peers apart` : title, bare]);
    if (!peers) continue;
    const full = sizesOf(await bundle({ entry: `${entry}${peerEntry}`, folder: FOLDER }));
    rows.push([`${title}, with ${peers.join(', ')}`, full]);
  }
  return rows;
}

async function comparison(): Promise<Table> {
  const own = await ownSizes();
  const rows = [...own, ...(await litSizes()), ...(await alternativeSizes())];
  const dropIn = own[0]![1];
  return {
    title: 'Download, in bytes',
    note:
      'Each bundled by esbuild with one setting (minified ES modules for ES2022, production builds, style sheets left ' +
      'out), in its smallest useful form; the drop-in as it is shipped. Counted is what the page loads to begin with: ' +
      "Stripe's, Descope's and Nango's code loads more from elsewhere when it runs. The last column compares gzip with the drop-in's.",
    columns: ['what', 'min', 'gzip -9', 'brotli 11', 'times the drop-in'],
    rows: rows.map(([name, { min, gzip, brotli }]) => [name, min, gzip, brotli, (gzip / dropIn.gzip).toFixed(2)]),
  };
}

function pieceTable(title: string, note: string, whole: Piece, pieces: readonly Piece[]): Table {
  return {
    title,
    note,
    columns: ['where', 'bytes', 'share', 'gzip gained without it'],
    rows: [
      ...pieces.map(({ module, name, bytes, gzip }) => [
        name ? `${module}: ${name}` : module,
        bytes,
        `${((100 * bytes) / whole.bytes).toFixed(1)} %`,
        gzip,
      ]),
      ['all', whole.bytes, '100 %', whole.gzip],
    ],
  };
}

async function whereItGoes(): Promise<Table[]> {
  const origins = await Origins.read(DROP_IN);
  const declarations = origins.declarations(LEAST);
  await mkdir(RESULTS, { recursive: true });
  await writeFile(join(RESULTS, 'treemap.svg'), treemap(declarations));
  return [
    pieceTable(
      'Where the bytes of the drop-in go, by file',
      'By its source map. The last column is what `gzip -9` of the whole gains when the bytes are cut out; it does not ' +
        'add up, because what two files both say costs little twice. As a picture: `.tmp/bench/treemap.svg`.',
      origins.whole,
      origins.modules(),
    ),
    pieceTable(
      `Where the bytes of the drop-in go, by declaration of at least ${LEAST} bytes`,
      "The names of lit's own constants are those of its minified build.",
      origins.whole,
      declarations,
    ),
  ];
}

async function tried(): Promise<Table> {
  const results = await tryOtherSettings();
  const asItIs = sizesOf(results[0]!.code);
  return {
    title: 'Other minifiers and settings, tried on the same source',
    columns: ['what', 'min', 'gzip -9', 'brotli 11', 'gzip, beside as it is', 'why, or why not'],
    rows: results.map(({ what, why, code }) => {
      const { min, gzip, brotli } = sizesOf(code);
      const difference = gzip - asItIs.gzip;
      return [what, min, gzip, brotli, `${difference > 0 ? '+' : ''}${difference}`, why];
    }),
  };
}

export async function run(): Promise<Table[]> {
  return [await comparison(), ...(await whereItGoes()), await tried()];
}
