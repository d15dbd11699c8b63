/**
 * What the clients of a run tried and what they were told. An attempt is one intent: every request under one idempotency
 * key. Its outcome is `unknown` while no answer came: it may or may not have happened.
 */
export interface Attempt {
  /** Idempotency key; of a cancellation the order's id. */
  readonly key: string;
  /** Milliseconds since the run began. */
  readonly at: number;
  outcome: 'accepted' | 'refused' | 'unknown';
  /** Requests sent, and how many of them nobody answered. */
  tries: number;
  unanswered: number;
  /** The type of the refusal, or the last thing that went wrong. */
  reason?: string;
}

export interface OrderAttempt extends Attempt {
  readonly customerId: string;
  readonly productId: string;
  readonly quantity: number;
  readonly paymentToken: string;
  /** Every order id that was answered under the key: one, or somebody ordered twice. */
  readonly orderIds: string[];
}

/** The same key with another order: must be refused. */
export interface ReusedKeyAttempt extends Attempt {
  readonly orderId: string;
}

export interface RestockAttempt extends Attempt {
  readonly productId: string;
  readonly quantity: number;
}

export const newAttempt = (key: string, at: number): Attempt => ({
  key,
  at,
  outcome: 'unknown',
  tries: 0,
  unanswered: 0,
});
