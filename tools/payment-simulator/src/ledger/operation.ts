/** What the provider answers; stored with the operation and given again, unchanged, for the same idempotency key. */
export type Answer =
  | { readonly status: 'authorized'; readonly id: string; readonly method: string }
  | {
      readonly status: 'requires_action';
      readonly id: string;
      readonly redirectUrl: string;
      readonly clientSecret: string;
      readonly expiresAt: string;
    }
  | {
      readonly status: 'declined';
      readonly id: string;
      readonly code: string;
      readonly message: string;
      readonly retryableWithOtherMethod: boolean;
    }
  | { readonly status: 'captured' | 'voided' | 'refunded' | 'approved' | 'refused'; readonly id: string }
  | { readonly status: 'failed'; readonly id: string; readonly code: string; readonly message: string };

export type OperationKind = 'authorization' | 'decision' | 'capture' | 'void' | 'refund';

/** One entry of the ledger. Entries are only ever added: one per idempotency key, numbered within their authorization. */
export interface Operation {
  /** The idempotency key. */
  readonly _id: string;
  readonly kind: OperationKind;
  /** Tells a repeated request from another one under the same key. */
  readonly requestHash: string;
  readonly orderReference: string;
  readonly authorizationId: string;
  /** Contiguous per authorization and unique: whoever decided on an older history has to decide again. */
  readonly sequence: number;
  /** Minor units; 0 where no money is concerned. */
  readonly amount: number;
  readonly currency: string;
  readonly token?: string;
  /** What the customer reads on the action page. */
  readonly description?: string;
  readonly answer: Answer;
  readonly at: Date;
  /** A decision of the customer waits to be told by webhook; absent once it was accepted. */
  readonly delivery?: { readonly attempts: number; readonly dueAt: Date };
}

/** What a rule decides; the ledger adds place and time. */
export type Draft = Pick<Operation, 'orderReference' | 'amount' | 'currency' | 'answer'> &
  Partial<Pick<Operation, 'token' | 'description' | 'delivery'>>;
