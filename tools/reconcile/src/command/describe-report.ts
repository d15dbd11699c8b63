import type { ReconcileReport } from '../report.js';

/** One line per invariant, and one per difference below it. */
export function describeReport({ checked, differences }: ReconcileReport): string[] {
  const lines = checked.flatMap(({ invariant, count }) => {
    const found = differences.filter((each) => each.invariant === invariant);
    const result = found.length === 0 ? '' : `, ${found.length} ${found.length === 1 ? 'difference' : 'differences'}`;
    return [
      `${found.length === 0 ? '✓' : '✗'} ${invariant} (${count} checked${result})`,
      ...found.map(({ id, message }) => `    ${id}: ${message}`),
    ];
  });
  const total = differences.length;
  return [...lines, total === 0 ? 'Everything adds up.' : `${total} ${total === 1 ? 'difference' : 'differences'}.`];
}
