import type { Checked, Checker, Harm, RunRecord, Violation } from '../checkers/checker.js';
import { checkers } from '../checkers/index.js';

/** A run in numbers, as Jepsen counts. */
export interface Summary {
  /** Orders that clients tried to place, each idempotency key once. */
  readonly attempted: number;
  /** Of these, answered as placed. */
  readonly accepted: number;
  /** Nobody answered a request of theirs, and they turned out to be placed. */
  readonly recovered: number;
  readonly lost: number;
  readonly duplicated: number;
  readonly unexpected: number;
  readonly ok: boolean;
  readonly checks: readonly (Checked & Pick<Checker, 'name' | 'promise'>)[];
}

export function summarize(run: RunRecord): Summary {
  const { orders } = run.history;
  const checks = checkers.map((checker) => ({
    name: checker.name,
    promise: checker.promise,
    ...checker.check(run),
  }));
  const violations = checks.flatMap((check) => check.violations);
  const stored = new Set(run.aftermath.orders.map(({ key }) => key));
  return {
    attempted: orders.length,
    accepted: orders.filter(({ outcome }) => outcome === 'accepted').length,
    recovered: orders.filter(({ key, unanswered }) => unanswered > 0 && stored.has(key)).length,
    lost: count(violations, 'lost'),
    duplicated: count(violations, 'duplicated'),
    unexpected: count(violations, 'unexpected'),
    // A run without a single accepted order proves nothing.
    ok: violations.length === 0 && orders.some(({ outcome }) => outcome === 'accepted'),
    checks,
  };
}

const count = (violations: readonly Violation[], harm: Harm): number =>
  violations.filter((violation) => violation.harm === harm).length;
