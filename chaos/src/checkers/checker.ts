import type { Aftermath } from '../history/aftermath.js';
import type { History } from '../history/history.js';

/** What was observed from outside, and what was there in the end. */
export interface RunRecord {
  readonly history: History;
  readonly aftermath: Aftermath;
}

/**
 * `lost`: promised and not there. `duplicated`: there twice. `unexpected`: there and never promised, or contradicting
 * something else that was promised.
 */
export type Harm = 'lost' | 'duplicated' | 'unexpected';

export interface Violation {
  readonly harm: Harm;
  /** The order, product, watcher or message it is about. */
  readonly id: string;
  readonly message: string;
}

export interface Checked {
  /** How many things were looked at: a checker that looked at nothing proves nothing. */
  readonly count: number;
  readonly violations: readonly Violation[];
}

/** Holds a run against one promise. Pure. */
export interface Checker {
  readonly name: string;
  /** The promise, as in ARCHITECTURE.md. */
  readonly promise: 'P1' | 'P2' | 'P3' | 'P5' | 'P7';
  check(run: RunRecord): Checked;
}

export const lost = (id: string, message: string): Violation => ({ harm: 'lost', id, message });
export const duplicated = (id: string, message: string): Violation => ({ harm: 'duplicated', id, message });
export const unexpected = (id: string, message: string): Violation => ({ harm: 'unexpected', id, message });

export const isTerminal = (status: string): boolean => status === 'CONFIRMED' || status === 'CANCELLED';
