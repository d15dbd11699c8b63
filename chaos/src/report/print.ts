import type { RunRecord } from '../checkers/checker.js';
import type { Summary } from './summary.js';

const shownViolations = 20;

/** The lines that a person reads at the end of a run. */
export function describeRun({ history, aftermath }: RunRecord, summary: Summary): string[] {
  const statuses = countBy(aftermath.orders.map(({ status, cancellationReason }) => cancellationReason ?? status));
  const connections = history.watches.reduce((sum, watch) => sum + watch.connections, 0);
  const deaths = history.deaths.filter(({ whileStarting }) => !whileStarting).length;
  return [
    `orders      ${pairs(summary, ['attempted', 'accepted', 'lost', 'duplicated', 'unexpected', 'recovered'])}`,
    `ended       ${pairsOf(statuses)}`,
    `watchers    ${history.watches.length} over ${connections} connections`,
    `processes   ${deaths} deaths`,
    `faults      ${pairsOf(countBy(history.disturbances.map(({ fault }) => fault)))}`,
    ...summary.checks.map(
      ({ name, promise, count, violations }) =>
        `${markOf(count, violations)} ${promise} ${name} (${count} looked at)` +
        (violations.length === 0 ? '' : `: ${violations.length} violations`),
    ),
    ...summary.checks.flatMap(({ name, violations }) => [
      ...violations.slice(0, shownViolations).map(({ harm, id, message }) => `  ${harm}, ${name}: ${id} ${message}`),
      ...(violations.length > shownViolations ? [`  … and ${violations.length - shownViolations} more`] : []),
    ]),
  ];
}

/** What nothing was there for has not been shown. */
const markOf = (count: number, violations: readonly unknown[]): string => {
  if (violations.length > 0) return '✗';
  return count === 0 ? '·' : '✓';
};

const pairs = <Name extends string>(values: Readonly<Record<Name, unknown>>, names: readonly Name[]): string =>
  names.map((name) => `${name} ${String(values[name])}`).join('  ');

const pairsOf = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ') || 'none';

function countBy(values: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}
