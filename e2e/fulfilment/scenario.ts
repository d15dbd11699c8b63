import type { ProviderBooks, Stock } from '../support/shopper.js';
import type { Progress } from './watchers.js';

/** How an order goes, and everything that must be true of it afterwards. A piece costs 10.00 EUR. */
export interface Scenario {
  readonly title: string;
  readonly quantity: number;
  readonly paymentToken: string;
  /** What the customer does when this version of the order has come. */
  readonly meanwhile?: (progress: Progress) => Promise<void>;
  /** The customer changes their mind when the order is confirmed. */
  readonly cancels?: true;
  /** How fulfilment ended, each time that it did. */
  readonly ends: readonly OrderEnd[];
  /** What became of the pieces: differences to before. */
  readonly stock: Omit<Stock, 'adjustments'>;
  /** As the graph shows it; null: payments has never heard of the order. */
  readonly payment: { readonly status: string; readonly captured: Amount; readonly refunded: Amount } | null;
  /** As the payment provider has it in its own books, in minor units. */
  readonly books: ProviderBooks;
  /** Events and commands that leave the services because the order was placed, and because it was cancelled. */
  readonly messages: { readonly placing: Messages; readonly cancelling?: Messages };
}

export interface OrderEnd {
  readonly status: string;
  readonly reason: string | undefined;
  /** Of reserving stock, authorizing the payment, capturing it, committing the stock. */
  readonly steps: readonly [string, string, string, string];
}

interface Amount {
  readonly amount: string;
}

/** Types as they are on the wire. */
export interface Messages {
  readonly events: readonly string[];
  readonly commands: readonly string[];
}
