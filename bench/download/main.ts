/** Download sizes: the element compared with alternatives, and the share of each of its parts. */
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
/** Smaller declarations (in bytes) are counted together. */
const LEAST = 100;

const ownEntry = `export * from ${JSON.stringify(ENTRY)};`;

/** The built drop-in, and the package's entry as an application bundles it. */
async function ownSizes(): Promise<[string, Sizes][]> {
  return [
    ['**the drop-in, with everything**', sizesOf(await readFile(DROP_IN))],
    ['**the ES module, without lit**', sizesOf(await bundle({ entry: ownEntry, folder: ROOT, external: LIT }))],
    ['the ES module, with the used parts of lit', sizesOf(await bundle({ entry: ownEntry, folder: ROOT }))],
  ];
}

/** Lit alone: the minimum for any element with lit. */
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
    rows.push([peers ? `${title}, without its peers` : title, bare]);
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
      'Each package is bundled by esbuild with the same settings (minified ES modules for ES2022, production builds, without ' +
      'style sheets), in its smallest useful form; the drop-in is the shipped file. Only the initial load counts: the code of ' +
      'Stripe, Descope and Nango loads more when it runs. The last column is the gzip size relative to the drop-in.',
    columns: ['what', 'min', 'gzip -9', 'brotli 11', 'ratio to the drop-in'],
    rows: rows.map(([name, { min, gzip, brotli }]) => [name, min, gzip, brotli, (gzip / dropIn.gzip).toFixed(2)]),
  };
}

function pieceTable(title: string, note: string, whole: Piece, pieces: readonly Piece[]): Table {
  return {
    title,
    note,
    columns: ['part', 'bytes', 'share', 'gzip saved without it'],
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
      'Bytes of the drop-in by file',
      'From its source map. The last column is how much smaller `gzip -9` of the whole gets without these bytes. The values do ' +
        'not add up, because a repetition compresses well. As a picture: `.tmp/bench/treemap.svg`.',
      origins.whole,
      origins.modules(),
    ),
    pieceTable(
      `Bytes of the drop-in by declaration, from ${LEAST} bytes on`,
      "The names of lit's constants are those of its minified build.",
      origins.whole,
      declarations,
    ),
  ];
}

async function tried(): Promise<Table> {
  const results = await tryOtherSettings();
  const asItIs = sizesOf(results[0]!.code);
  return {
    title: 'Other minifiers and settings for the same source',
    columns: ['what', 'min', 'gzip -9', 'brotli 11', 'gzip difference', 'why, or why not'],
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
