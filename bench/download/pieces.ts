/** Splits the drop-in by its source map: which bytes come from which file and declaration. */
import { readFile } from 'node:fs/promises';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { gzipped } from './sizes.ts';
import { Declarations } from './declarations.ts';

export interface Piece {
  readonly module: string;
  readonly name: string;
  readonly bytes: number;
  /**
   * How much smaller `gzip -9` of the whole gets without these bytes. The pieces do not add up to the whole: of two pieces with
   * the same content, each costs almost nothing as long as the other is there.
   */
  readonly gzip: number;
}

/** `../node_modules/lit-html/lit-html.js` becomes `lit-html/lit-html.js`, `../src/retry.ts` becomes `retry.ts`. */
const moduleName = (source: string): string => source.replace(/^.*(node_modules|src)\//, '');

/** The origin of a character. */
interface Mark {
  readonly module: string;
  readonly name: string;
}

/** A drop-in with the origin of each of its characters. */
export class Origins {
  private readonly code: string;
  /** One per character. */
  private readonly marks: readonly Mark[];

  private constructor(code: string, marks: readonly Mark[]) {
    this.code = code;
    this.marks = marks;
  }

  static async read(path: string): Promise<Origins> {
    const code = (await readFile(path, 'utf8')).replace(/\n?\/\/# sourceMappingURL=.*\n?$/, '');
    const payload = JSON.parse(await readFile(`${path}.map`, 'utf8')) as SourceMapPayload;
    const map = new SourceMap(payload);
    const declarations = new Map(
      payload.sources.map((source, index) => [source, new Declarations(source, payload.sourcesContent[index] ?? '')]),
    );
    const marks = code.split('\n').flatMap((text, line) =>
      // One more mark for the line break.
      Array.from({ length: text.length + 1 }, (_, column) => {
        const entry = map.findEntry(line, column);
        if (!('originalSource' in entry)) return { module: 'wrapper', name: 'function' };
        const { originalSource, originalLine, originalColumn } = entry;
        const name = declarations.get(originalSource)?.at(originalLine, originalColumn) ?? 'code';
        return { module: moduleName(originalSource), name };
      }),
    );
    return new Origins(code, marks);
  }

  get whole(): Piece {
    return { module: 'all', name: '', bytes: Buffer.byteLength(this.code), gzip: gzipped(this.code) };
  }

  modules(): Piece[] {
    return this.cut(({ module }) => module).map((piece) => ({ ...piece, name: '' }));
  }

  /** Every declaration of at least this many bytes, and per module one piece for all smaller ones. */
  declarations(least: number): Piece[] {
    const key = (mark: Mark) => `${mark.module} ${mark.name}`;
    const sizes = new Map(this.cut(key).map((piece) => [key(piece), piece.bytes]));
    const keyOrRest = (mark: Mark) => ((sizes.get(key(mark)) ?? 0) < least ? `${mark.module} ` : key(mark));
    return this.cut(keyOrRest).map((piece) =>
      (sizes.get(key(piece)) ?? 0) < least ? { ...piece, name: `declarations under ${least} bytes` } : piece,
    );
  }

  /** Groups the characters by key into pieces, largest first. */
  private cut(keyOf: (mark: Mark) => string): Piece[] {
    const whole = gzipped(this.code);
    const byKey = Map.groupBy(this.marks.keys(), (index) => keyOf(this.marks[index]!));
    const pieces = [...byKey].map(([, indexes]) => {
      const cut = new Set(indexes);
      const inside = indexes.map((index) => this.code[index] ?? '').join('');
      const rest = Array.from(this.marks, (_, index) => (cut.has(index) ? '' : this.code[index])).join('');
      return { ...this.marks[indexes[0]!]!, bytes: Buffer.byteLength(inside), gzip: whole - gzipped(rest) };
    });
    return pieces.sort((a, b) => b.bytes - a.bytes);
  }
}
