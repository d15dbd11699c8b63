/** What subgraphs answer: plain objects from JSON, whose keys are whatever names clients chose. */
export type Fields = Record<string, unknown>;

/** Names that every object inherits; a client may use them as aliases all the same. */
const inherited = new Set(Object.getOwnPropertyNames(Object.prototype));

/** Reads a field that may not be there, never what objects inherit. */
export function readField(fields: Fields, name: string): unknown {
  return inherited.has(name) && !Object.hasOwn(fields, name) ? undefined : fields[name];
}

/** Sets a field as its own, also where `__proto__` is an alias. */
export function writeField(fields: Fields, name: string, value: unknown): void {
  if (name !== '__proto__') fields[name] = value;
  else Object.defineProperty(fields, name, { value, writable: true, enumerable: true, configurable: true });
}

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Adds what `source` knows to `target`, object by object. Lists of equal length are the same list, known in parts. */
export function mergeInto(target: Fields, source: Fields): void {
  for (const name of Object.keys(source)) {
    const added = source[name];
    if (added === undefined) continue;
    const known = readField(target, name);
    if (isFields(known) && isFields(added)) mergeInto(known, added);
    else if (isSameLength(known, added)) mergeItems(known, added);
    else writeField(target, name, added);
  }
}

function isSameLength(known: unknown, added: unknown): known is unknown[] {
  return Array.isArray(known) && Array.isArray(added) && known.length === added.length;
}

function mergeItems(known: unknown[], added: unknown): void {
  for (const [index, item] of (added as unknown[]).entries()) {
    const present = known[index];
    if (isFields(present) && isFields(item)) mergeInto(present, item);
    else if (isSameLength(present, item)) mergeItems(present, item);
    else known[index] = item;
  }
}

/** A copy that shares nothing; several times faster than `structuredClone`, since JSON has neither cycles nor classes. */
export function cloneJson<T>(value: T): T {
  if (Array.isArray(value)) return value.map(cloneJson) as T;
  if (!isFields(value)) return value;
  const copy: Fields = {};
  for (const name of Object.keys(value)) writeField(copy, name, cloneJson(value[name]));
  return copy as T;
}
