/** Something that does not add up; `id` is that of the order, product, stream, row or message. */
export interface Difference {
  readonly invariant: string;
  readonly id: string;
  readonly message: string;
}

export interface ReconcileReport {
  /** What was held against each invariant, and how much of it there was. */
  readonly checked: readonly { readonly invariant: string; readonly count: number }[];
  readonly differences: readonly Difference[];
}
