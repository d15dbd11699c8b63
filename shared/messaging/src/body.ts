import { isUtf8 } from 'node:buffer';

/** An object of JSON. */
export type Fields = Readonly<Record<string, unknown>>;

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);

/** Levels of lists and objects in a body, itself included. Those of ours have a few; who walks through a body may recurse. */
export const deepestBody = 64;

/**
 * The body of a message as it came, whoever wrote it; undefined when it is no JSON object in UTF-8, or is nested more deeply than
 * `deepestBody`.
 */
export function parseBody(content: Buffer): Fields | undefined {
  if (!isUtf8(content)) return undefined; // it would be read with other characters in the place of what is none
  try {
    const body: unknown = JSON.parse(content.toString('utf8'));
    return isFields(body) && isWithin(deepestBody, body) ? body : undefined;
  } catch {
    return undefined;
  }
}

/** `JSON.parse` itself does not recurse. */
function isWithin(levels: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return levels > 0 && Object.values(value).every((inner) => isWithin(levels - 1, inner));
}
