import type { Places } from './places.js';

export interface Finding {
  /** How many things were looked at. */
  readonly count: number;
  readonly differences: readonly { readonly id: string; readonly message: string }[];
  /** Why nothing was looked at, where it cannot be. */
  readonly notLookedAt?: string;
}

/** Something that holds of every platform at rest, and of a busy one as soon as its messages have arrived. */
export interface Invariant {
  readonly name: string;
  check(places: Places): Promise<Finding>;
}
