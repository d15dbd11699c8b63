import type { Money, Product, Stock } from '../graph/catalogue.js';
import type { GraphClient } from '../graph/graph-client.js';
import type { PaymentState } from '../graph/orders.js';

/** What a scenario plays with. */
export interface Stage {
  graphqlUrl: string;
  websocketUrl: string;
  customer: GraphClient;
  operator: GraphClient;
  products: readonly Product[];
  print: (line: string) => void;
}

export interface Scenario {
  name: string;
  title: string;
  paymentToken: string;
  /** How many pieces are ordered of a product with this much available. */
  quantity(available: number): number;
  /** The customer changes their mind once the order is confirmed. */
  cancels?: boolean;
  expected: { status: string; reason: string | undefined };
  /** Pieces that leave the shelf for good. */
  sold(quantity: number): number;
  /** What of the total is captured and refunded in the end. */
  money: { captured: 'total' | 'nothing'; refunded: 'total' | 'nothing' };
}

export interface ScenarioResult {
  name: string;
  orderId: string;
  status: string;
  reason: string | undefined;
  versions: number[];
  milliseconds: number;
  /** Differences from what had to happen; empty when all is well. */
  problems: string[];
}

/** What is compared after a scenario. */
export interface Aftermath {
  quantity: number;
  total: Money;
  before: Stock;
  after: Stock;
  payment: PaymentState | undefined;
}
