import { promisify } from 'node:util';
import { brotliDecompress, gunzip, inflate } from 'node:zlib';

type Decompress = (bytes: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>;

const CODINGS: ReadonlyMap<string, Decompress> = new Map<string, Decompress>([
  ['gzip', promisify(gunzip)],
  ['x-gzip', promisify(gunzip)],
  ['br', promisify(brotliDecompress)],
  ['deflate', promisify(inflate)],
  ['identity', (bytes) => Promise.resolve(bytes)],
]);

/**
 * The bytes of an answer as they were before its `content-encoding` (https://www.rfc-editor.org/rfc/rfc9110#section-8.4). None is asked for, but
 * some servers and proxies compress whatever they are asked.
 *
 * @throws for a coding that is not known here, and for more than `mostBytes`
 */
export async function decoded(bytes: Buffer, coding: string, mostBytes: number): Promise<Buffer> {
  const decompress = CODINGS.get(coding.trim().toLowerCase());
  if (!decompress) throw new Error(`an answer in the coding '${coding}', which was not asked for and is not read`);
  try {
    return await decompress(bytes, { maxOutputLength: mostBytes });
  } catch (cause) {
    throw new Error(`an answer that is not ${coding}, or decoded more than ${String(mostBytes)} bytes`, { cause });
  }
}
