/** Something that does not add up; `id` is that of the order, product, stream, row or message. */
export interface Difference {
  readonly invariant: string;
  readonly id: string;
  readonly message: string;
}

export interface ReconcileReport {
  /** What was held against each invariant, and how much of it there was. */
  readonly checked: readonly Checked[];
  readonly differences: readonly Difference[];
  /** Which versions of saga definitions are in use: a release may drop one when nothing under way or cancellable has it. */
  readonly sagas: readonly SagaVersion[];
}

export interface Checked {
  readonly invariant: string;
  readonly count: number;
  /** Nothing was, and why: whether it holds is not known. */
  readonly notLookedAt?: string;
}

/** How many runs began under one version of a saga's definition, by where they stand. */
export interface SagaVersion {
  readonly definition: string;
  readonly version: number;
  /** Not ended: they need the definition. */
  readonly underWay: number;
  /** Those may be cancelled for as long as the cancel window lasts, and need the definition then. */
  readonly confirmed: number;
  readonly cancelled: number;
  readonly lastConfirmedAt: Date | null;
}
