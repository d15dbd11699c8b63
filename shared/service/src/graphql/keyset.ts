/** Sort order of a list: field and direction, most significant first; the last field is unique. */
export type KeysetOrder = readonly (readonly [field: string, direction: 1 | -1])[];

/**
 * A MongoDB filter for the rows after a key in this order; `{}` without a key. An index over the same fields serves it.
 * Values are compared with `$gt`, `$lt` and `$eq`, so a value from a cursor can never be read as an operator.
 */
export function rowsAfter(order: KeysetOrder, key: readonly unknown[] | undefined): Record<string, unknown> {
  if (!key) return {};
  return {
    $or: order.map(([field, direction], position) => ({
      ...Object.fromEntries(order.slice(0, position).map(([earlier], index) => [earlier, { $eq: key[index] }])),
      [field]: { [direction === 1 ? '$gt' : '$lt']: key[position] },
    })),
  };
}
