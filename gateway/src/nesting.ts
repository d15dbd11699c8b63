/** Of what a request carries in JSON. What writes or compares it recurses, and would overflow some thousand levels below; nobody's data is as deep as this. */
export const MAX_NESTING = 64;

/** Whether lists and objects are within each other more often than allowed. Goes from level to level, and stops at the first that is one too many. */
export function isNestedTooDeeply(value: unknown, levels = MAX_NESTING): boolean {
  let level = [value].filter(isNest);
  for (let depth = 0; depth < levels; depth += 1) {
    if (level.length === 0) return false;
    level = level.flatMap((nest) => Object.values(nest).filter(isNest));
  }
  return level.length > 0;
}

/** The same value without what is below so many levels. */
export function cutBelow(value: unknown, levels: number): unknown {
  if (!isNest(value)) return value;
  if (levels === 0) return undefined;
  if (Array.isArray(value)) return value.map((item) => cutBelow(item, levels - 1));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, cutBelow(item, levels - 1)]));
}

const isNest = (value: unknown): value is object => typeof value === 'object' && value !== null;
