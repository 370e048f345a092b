/**
 * `node test/tools/small-png.ts FILE` makes a screenshot small: a PNG of at most 256 colours. Pages have few colours, so the
 * difference is not visible. It reads PNGs as browsers write them: 8 bits, no transparency, not interlaced.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { crc32, deflateSync, inflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const MOST_COLOURS = 256;

function* chunksOf(png: Buffer): Generator<{ type: string; data: Buffer }> {
  for (let at = SIGNATURE.length; at < png.length;) {
    const length = png.readUInt32BE(at);
    yield { type: png.toString('latin1', at + 4, at + 8), data: png.subarray(at + 8, at + 8 + length) };
    at += length + 12;
  }
}

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [head, tail] = [Buffer.alloc(4), Buffer.alloc(4)];
  head.writeUInt32BE(data.length);
  tail.writeUInt32BE(crc32(body));
  return Buffer.concat([head, body, tail]);
}

/** The PNG standard's predictor: the neighbour that is nearest to left + up - corner. */
function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const distanceTo = (value: number): number => Math.abs(guess - value);
  if (distanceTo(left) <= distanceTo(up) && distanceTo(left) <= distanceTo(corner)) return left;
  return distanceTo(up) <= distanceTo(corner) ? up : corner;
}

/** Undoes the filters of the rows. */
function unfilter(raw: Buffer, stride: number, step: number): Buffer {
  const rows = Buffer.alloc((raw.length / (stride + 1)) * stride);
  for (let row = 0; row * stride < rows.length; row++) {
    const filter = raw[row * (stride + 1)]!;
    for (let x = 0; x < stride; x++) {
      const at = row * stride + x;
      const left = x < step ? 0 : rows[at - step]!;
      const up = row === 0 ? 0 : rows[at - stride]!;
      const corner = x < step || row === 0 ? 0 : rows[at - stride - step]!;
      const predicted = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter]!;
      rows[at] = raw[row * (stride + 1) + 1 + x]! + predicted;
    }
  }
  return rows;
}

const parts = (colour: number): [number, number, number] => [colour >> 16, (colour >> 8) & 255, colour & 255];

function distance(one: number, other: number): number {
  const [a, b] = [parts(one), parts(other)];
  return a.reduce((sum, value, index) => sum + (value - b[index]!) ** 2, 0);
}

/**
 * The colours to keep, and for each colour the one that replaces it. The next colour to keep is the one that is furthest from
 * its replacement. Its count has less weight, because a small icon may have a colour that occurs nowhere else.
 */
function choosePalette(counts: ReadonlyMap<number, number>) {
  const colours = [...counts].sort(([, a], [, b]) => b - a);
  const palette: number[] = [];
  const replacements = new Map(colours.map(([colour]) => [colour, { index: 0, off: Infinity }]));
  let next = colours[0]?.[0];
  while (next !== undefined && palette.length < MOST_COLOURS) {
    palette.push(next);
    let worst = 0;
    let after: number | undefined;
    for (const [colour, count] of colours) {
      const replacement = replacements.get(colour)!;
      const off = distance(colour, next);
      if (off < replacement.off) Object.assign(replacement, { index: palette.length - 1, off });
      const loss = Math.min(replacement.off, off) * Math.sqrt(count);
      if (loss > worst) [worst, after] = [loss, colour];
    }
    next = after;
  }
  return { palette, indexes: new Map([...replacements].map(([colour, { index }]) => [colour, index])) };
}

export function smallPng(png: Buffer): Buffer {
  const chunks = [...chunksOf(png)];
  const header = chunks.find(({ type }) => type === 'IHDR')!.data;
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const [depth, kind, , , interlaced] = header.subarray(8);
  if (kind === 3) return png;
  if (depth !== 8 || (kind !== 2 && kind !== 6) || interlaced)
    throw new Error('The file is not a screenshot of a browser.');
  const step = kind === 2 ? 3 : 4;
  const data = Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data));
  const bytes = unfilter(inflateSync(data), width * step, step);

  const pixels = Uint32Array.from({ length: width * height }, (_, index) => bytes.readUIntBE(index * step, 3));
  const counts = new Map<number, number>();
  for (const colour of pixels) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  const { palette, indexes } = choosePalette(counts);

  const rows = Buffer.alloc((width + 1) * height);
  for (const [index, colour] of pixels.entries()) {
    rows[Math.floor(index / width) * (width + 1) + 1 + (index % width)] = indexes.get(colour)!;
  }
  const newHeader = Buffer.from(header);
  newHeader[9] = 3;
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', newHeader),
    chunk('PLTE', Buffer.from(palette.flatMap(parts))),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

if (import.meta.main) {
  const [, , file = ''] = process.argv;
  writeFileSync(file, smallPng(readFileSync(file)));
}
