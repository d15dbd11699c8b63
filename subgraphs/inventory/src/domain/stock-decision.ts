import type { Message, StockLine } from '@ordergraph/events';
import type { Movement, Stock } from './stock.js';

export type StockOf = (productId: string) => Stock | undefined;

/** What a reservation's stream records, and the new levels by product id that must move with it. */
export interface StockDecision {
  readonly messages: readonly Message[];
  readonly stock: ReadonlyMap<string, Stock>;
}

export const recordOnly = (...messages: readonly Message[]): StockDecision => ({ messages, stock: new Map() });

/** Pieces by product: several lines of one product add up. */
export function piecesByProduct(lines: readonly StockLine[]): Map<string, StockLine> {
  const pieces = new Map<string, StockLine>();
  for (const line of lines) {
    const quantity = (pieces.get(line.productId)?.quantity ?? 0) + line.quantity;
    pieces.set(line.productId, { ...line, quantity });
  }
  return pieces;
}

/** The levels after `movement` of every line. */
export function move(lines: readonly StockLine[], stockOf: StockOf, movement: Movement): Map<string, Stock> {
  const levels = new Map<string, Stock>();
  for (const { productId, sku, quantity } of piecesByProduct(lines).values()) {
    const stock = stockOf(productId);
    if (!stock) throw new RangeError(`no stock of ${sku} (${productId}), though an order holds ${quantity}`);
    levels.set(productId, movement(stock, quantity));
  }
  return levels;
}
