/** Draws the pieces as a treemap in SVG: areas are bytes, and each module is a frame around its declarations. */
import type { Piece } from './pieces.ts';

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const WIDTH = 1600;
const HEIGHT = 1000;
const TITLE = 18;

/**
 * A squarified layout: each row takes pieces as long as this makes them less oblong (Bruls, Huizing and van Wijk, 2000).
 * `sizes` must be sorted, largest first.
 */
function layout(sizes: readonly number[], box: Box): Box[] {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (sizes.length === 0 || total === 0) return [];
  const scale = (box.width * box.height) / total;
  const side = Math.min(box.width, box.height);
  const areas = sizes.map((size) => size * scale);
  const worst = (count: number) => {
    const row = areas.slice(0, count);
    const depth = row.reduce((sum, area) => sum + area, 0) / side;
    return Math.max(...row.map((area) => Math.max(area / depth / depth, (depth * depth) / area)));
  };
  let count = 1;
  while (count < areas.length && worst(count + 1) <= worst(count)) count += 1;
  const row = areas.slice(0, count);
  const depth = row.reduce((sum, area) => sum + area, 0) / side;
  let offset = 0;
  const across = box.width < box.height;
  const placed = row.map((area) => {
    const length = area / depth;
    const place = across
      ? { x: box.x + offset, y: box.y, width: length, height: depth }
      : { x: box.x, y: box.y + offset, width: depth, height: length };
    offset += length;
    return place;
  });
  const left = across
    ? { ...box, y: box.y + depth, height: box.height - depth }
    : { ...box, x: box.x + depth, width: box.width - depth };
  return [...placed, ...layout(sizes.slice(count), left)];
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** A box with as much of its text as fits. The full text is its tooltip. */
function drawn({ x, y, width, height }: Box, words: string, fill: string): string {
  const fitting = height < 14 ? '' : words.slice(0, Math.max(0, Math.floor((width - 6) / 6.2)));
  return (
    `<g><title>${escaped(words)}</title>` +
    `<rect x="${x.toFixed(1)}" y="${y.toFixed(1)}" width="${width.toFixed(1)}" height="${height.toFixed(1)}" ` +
    `fill="${fill}" stroke="white"/>` +
    `<text x="${(x + 3).toFixed(1)}" y="${(y + 12).toFixed(1)}">${escaped(fitting)}</text></g>`
  );
}

/** Removes the class name: a class fills most of its module, and only its name would fit into the boxes. */
const shortName = (name: string): string => name.replace(/^\w+\.(?=.)/, '');

export function treemap(pieces: readonly Piece[]): string {
  const modules = [...Map.groupBy(pieces, ({ module }) => module)]
    .map(([name, inside]) => ({ name, inside, bytes: inside.reduce((sum, { bytes }) => sum + bytes, 0) }))
    .sort((a, b) => b.bytes - a.bytes);
  const sizes = modules.map(({ bytes }) => bytes);
  const shapes = layout(sizes, { x: 0, y: 0, width: WIDTH, height: HEIGHT }).flatMap((box, index) => {
    const { name, inside, bytes } = modules[index]!;
    const hue = Math.round((index * 360) / modules.length);
    const inner = { x: box.x + 2, y: box.y + TITLE, width: box.width - 4, height: Math.max(1, box.height - TITLE - 2) };
    const places = layout(
      inside.map((piece) => piece.bytes),
      inner,
    );
    return [
      drawn(box, `${name}: ${bytes}`, `hsl(${hue} 45% 70%)`),
      ...places.map((place, at) =>
        drawn(place, `${shortName(inside[at]!.name)}: ${inside[at]!.bytes}`, `hsl(${hue} 60% 88%)`),
      ),
    ];
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="11">
${shapes.join('\n')}
</svg>
`;
}
