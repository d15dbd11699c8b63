import type { z } from 'zod';
import { CursorInvalid } from '../errors/errors.js';

/** Turns the key of a row into an opaque cursor and back. */
export interface CursorCodec<Key> {
  encode(key: Key): string;
  /** @throws {CursorInvalid} when the text is no cursor of this list */
  decode(cursor: string): Key;
}

/**
 * Cursors of one list or subscription: base64url of JSON with the list's name, so that a cursor of another list is
 * refused. Opaque is not secret: a key must hold nothing that its reader may not know.
 */
export function createCursorCodec<Key>(list: string, key: z.ZodType<Key>): CursorCodec<Key> {
  return {
    encode: (value) => Buffer.from(JSON.stringify([list, value])).toString('base64url'),
    decode(cursor) {
      const decoded = parse(cursor);
      if (!Array.isArray(decoded) || decoded[0] !== list) throw new CursorInvalid();
      const result = key.safeParse(decoded[1]);
      if (!result.success) throw new CursorInvalid();
      return result.data;
    },
  };
}

function parse(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
