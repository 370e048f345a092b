/** The sizes of a file: uncompressed, and as servers and CDNs send it. */
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

export interface Sizes {
  readonly min: number;
  readonly gzip: number;
  readonly brotli: number;
}

export const gzipped = (content: Uint8Array | string): number => gzipSync(content, { level: 9 }).length;

export function sizesOf(content: Uint8Array | string): Sizes {
  const bytes = Buffer.from(content);
  const brotli = brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  });
  return { min: bytes.length, gzip: gzipped(bytes), brotli: brotli.length };
}
