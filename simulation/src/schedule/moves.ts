import type { Card, Trouble } from '../world/memory-provider.js';

/**
 * Something from outside that happens when so many ordinary steps were taken, or earlier when nothing else can happen. Numbers choose among what there is (`order: 4` of three
 * orders is the second), so that a schedule means something whatever was taken out of it before.
 */
export type Move = { readonly at: number } & Deed;

export type Deed =
  | { readonly kind: 'place'; readonly card: Card; readonly pieces: number }
  /** The customer sends the same request under the same key. */
  | { readonly kind: 'place-again'; readonly order: number }
  | { readonly kind: 'cancel'; readonly order: number }
  /** An operator gives some of the money back on an order that stands. */
  | { readonly kind: 'refund'; readonly order: number }
  /** The customer decides on the provider's page. */
  | { readonly kind: 'decide'; readonly order: number; readonly approves: boolean }
  | {
      readonly kind: 'crash';
      readonly process: number;
      readonly inFlight: 'lost' | 'arrives';
      readonly restarts: boolean;
    }
  | { readonly kind: 'restart' }
  /** Stands still, and its connections are lost: what it held goes to others. */
  | { readonly kind: 'stall'; readonly process: number }
  | { readonly kind: 'resume' }
  | { readonly kind: 'disconnect'; readonly process: number }
  | { readonly kind: 'drop'; readonly message: number }
  | { readonly kind: 'duplicate'; readonly message: number }
  | { readonly kind: 'delay'; readonly message: number; readonly seconds: number }
  /** Reaches its consumer before everything else. */
  | { readonly kind: 'overtake'; readonly message: number }
  /** A request fails before it had its effect, or after: then only its answer is lost. */
  | { readonly kind: 'fail'; readonly request: number; readonly when: 'before' | 'after' }
  /** The provider misbehaves for its next requests: does nothing, does it and gives no answer, or cannot be reached. */
  | { readonly kind: 'provider'; readonly trouble: Trouble['kind']; readonly times: number }
  | { readonly kind: 'pass'; readonly seconds: number };

/** All that a run depends on. */
export interface Schedule {
  /** Processes of each service. */
  readonly replicas: number;
  /** Pieces in stock at the beginning. */
  readonly stock: number;
  /** Which of the possible steps comes next, again and again from the front; empty: always the oldest. */
  readonly draws: readonly number[];
  readonly moves: readonly Move[];
}
