import type { ReconcileReport } from '@ordergraph/reconcile';

/** An order as the newest commit of its stream has it. Money in minor units. */
export interface StoredOrder {
  readonly id: string;
  readonly version: number;
  readonly status: string;
  readonly cancellationReason: string | undefined;
  readonly customerId: string;
  readonly total: number;
  /** The idempotency key it was placed with. */
  readonly key: string;
  readonly lines: readonly { readonly productId: string; readonly quantity: number }[];
}

/** What the payment provider has in its own books for an order. Minor units. */
export interface ProviderBooks {
  readonly captured: number;
  readonly refunded: number;
  /** Authorized, neither captured nor voided. */
  readonly held: number;
  readonly authorizations: number;
  readonly charges: number;
}

export interface StoredStock {
  readonly productId: string;
  readonly initial: number;
  readonly adjustments: number;
  readonly available: number;
  readonly reserved: number;
  readonly sold: number;
}

/** What its customer is shown through the gateway; undefined: nothing. */
export interface OrderShown {
  readonly version: number;
  readonly status: string;
}

export interface DeadLetter {
  readonly id: string;
  readonly type: string;
  readonly error: string;
}

/** Somebody who was to be forgotten, and where something of them is left. */
export interface Trace {
  readonly person: string;
  readonly place: string;
}

/** What is there once faults were mended and everything came to rest, or the patience for that ended. */
export interface Aftermath {
  readonly orders: readonly StoredOrder[];
  readonly shown: ReadonlyMap<string, OrderShown>;
  readonly books: ReadonlyMap<string, ProviderBooks>;
  readonly stock: readonly StoredStock[];
  readonly deadLetters: readonly DeadLetter[];
  /** Commits whose messages the broker has not confirmed. */
  readonly unpublished: number;
  /** Views whose rebuild is not over. */
  readonly rebuilding: readonly string[];
  /** Persons whom some service has not forgotten, though they asked for it; and what is left of any of them. */
  readonly remembered: readonly string[];
  readonly traces: readonly Trace[];
  readonly reconciled: ReconcileReport;
}
