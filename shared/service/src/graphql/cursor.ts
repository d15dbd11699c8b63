import type { z } from 'zod';
import { CursorInvalid } from '../errors/errors.js';

/** Turns the key of a row into an opaque cursor and back. */
export interface CursorCodec<Key> {
  /** `note` says more than the place; a release that knows nothing of it reads the same place. */
  encode(key: Key, note?: string): string;
  /** @throws {CursorInvalid} when the text is no cursor of this list */
  decode(cursor: string): Key;
  /** What was noted beside the key, if anything. */
  noteOf(cursor: string): string | undefined;
}

/**
 * Cursors of one list or subscription: base64url of JSON with the list's name, so that a cursor of another list is
 * refused. Opaque is not secret: a key must hold nothing that its reader may not know.
 */
export function createCursorCodec<Key>(list: string, key: z.ZodType<Key>): CursorCodec<Key> {
  return {
    encode: (value, note) =>
      Buffer.from(JSON.stringify(note === undefined ? [list, value] : [list, value, note])).toString('base64url'),
    decode(cursor) {
      const decoded = parse(cursor);
      if (!Array.isArray(decoded) || decoded[0] !== list) throw new CursorInvalid();
      const result = key.safeParse(decoded[1]);
      if (!result.success) throw new CursorInvalid();
      return result.data;
    },
    noteOf(cursor) {
      const decoded = parse(cursor);
      return Array.isArray(decoded) && typeof decoded[2] === 'string' ? decoded[2] : undefined;
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
