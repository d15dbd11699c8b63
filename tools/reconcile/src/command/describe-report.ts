import type { ReconcileReport, SagaVersion } from '../report.js';

/** One line per invariant, one per difference below it, and one per version of a saga's definition. */
export function describeReport({ checked, differences, sagas }: ReconcileReport): string[] {
  const lines = checked.flatMap(({ invariant, count, notLookedAt }) => {
    if (notLookedAt !== undefined) return [`· ${invariant} (not looked at: ${notLookedAt})`];
    const found = differences.filter((each) => each.invariant === invariant);
    const result = found.length === 0 ? '' : `, ${found.length} ${found.length === 1 ? 'difference' : 'differences'}`;
    return [
      `${found.length === 0 ? '✓' : '✗'} ${invariant} (${count} checked${result})`,
      ...found.map(({ id, message }) => `    ${id}: ${message}`),
    ];
  });
  const total = differences.length;
  const all = checked.some(({ notLookedAt }) => notLookedAt !== undefined) ? 'All that was looked at' : 'Everything';
  return [
    ...lines,
    ...sagas.map(describeVersion),
    total === 0 ? `${all} adds up.` : `${total} ${total === 1 ? 'difference' : 'differences'}.`,
  ];
}

function describeVersion({
  definition,
  version,
  underWay,
  confirmed,
  cancelled,
  lastConfirmedAt,
}: SagaVersion): string {
  const last = lastConfirmedAt ? ` (last at ${lastConfirmedAt.toISOString()})` : '';
  return `· ${definition}, version ${version}: ${underWay} under way, ${confirmed} confirmed${last}, ${cancelled} cancelled`;
}
