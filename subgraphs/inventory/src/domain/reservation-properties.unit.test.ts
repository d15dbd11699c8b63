import { type Message, type StockLine, StockReserved, StockReturned } from '@ordergraph/events';
import fc from 'fast-check';
import { decideCommitStock } from './commit-stock.js';
import { type Reservation, reservationDecider } from './reservation.js';
import { decideReserveStock } from './reserve-stock.js';
import { decideReturnStock } from './return-stock.js';
import type { StockDecision, StockOf } from './stock-decision.js';
import { type Stock, addsUp, openingStock } from './stock.js';

/** Every order repeats its request unchanged, as the saga does; the commands of all orders come in any order and number. */
const orders: Readonly<Record<string, readonly StockLine[]>> = {
  one: [pieces('mug', 3), pieces('mug', 1)],
  two: [pieces('mug', 2), pieces('tea', 2)],
  three: [pieces('tea', 5)],
  four: [pieces('mug', 4), pieces('tea', 1)],
};
const command = fc.record({
  orderId: fc.constantFrom(...Object.keys(orders)),
  kind: fc.constantFrom('reserve' as const, 'commit' as const, 'return' as const),
});

class Warehouse {
  readonly stock = new Map([
    ['mug', openingStock('MUG', 6)],
    ['tea', openingStock('TEA', 5)],
  ]);
  readonly reservations = new Map<string, Reservation>();
  readonly told = new Map<string, Message[]>();

  obey({ orderId, kind }: { orderId: string; kind: 'reserve' | 'commit' | 'return' }): void {
    const reservation = this.reservations.get(orderId) ?? reservationDecider.initialState(orderId);
    const stockOf: StockOf = (productId) => this.stock.get(productId);
    const decision = {
      reserve: () => decideReserveStock(reservation, { orderId, lines: [...(orders[orderId] ?? [])] }, stockOf),
      commit: () => decideCommitStock(reservation, stockOf),
      return: () => decideReturnStock(reservation, stockOf),
    }[kind]();
    if (decision) this.#record(reservation, decision);
  }

  #record(reservation: Reservation, { messages, stock }: StockDecision): void {
    const { orderId } = reservation;
    const recorded = { version: 1, at: new Date(0) };
    this.reservations.set(
      orderId,
      messages.reduce((state, message) => reservationDecider.evolve(state, message, recorded), reservation),
    );
    this.told.set(orderId, [...(this.told.get(orderId) ?? []), ...messages]);
    for (const [productId, level] of stock) this.stock.set(productId, level);
  }

  /** Pieces of a product in orders of this status. */
  piecesIn(status: Reservation['status'], productId: string): number {
    return [...this.reservations.values()]
      .filter((reservation) => reservation.status === status)
      .flatMap(({ lines }) => lines)
      .filter((line) => line.productId === productId)
      .reduce((sum, { quantity }) => sum + quantity, 0);
  }
}

const afterAnyCommands = (check: (warehouse: Warehouse) => void): void =>
  fc.assert(
    fc.property(fc.array(command, { maxLength: 40 }), (commands) => {
      const warehouse = new Warehouse();
      for (const each of commands) warehouse.obey(each);
      check(warehouse);
    }),
    { numRuns: 500 },
  );

it('keeps every piece accounted for, whatever is commanded in whatever order', () => {
  afterAnyCommands(({ stock }) => {
    const levels: Stock[] = [...stock.values()];
    expect(levels.every(addsUp)).toBe(true);
  });
});

it('reserves and sells exactly what orders hold and have bought', () => {
  afterAnyCommands((warehouse) => {
    for (const [productId, { reserved, sold }] of warehouse.stock) {
      expect(reserved).toBe(warehouse.piecesIn('RESERVED', productId));
      expect(sold).toBe(warehouse.piecesIn('COMMITTED', productId));
    }
  });
});

it('never gives an order anything after it was undone', () => {
  afterAnyCommands(({ told }) => {
    for (const messages of told.values()) {
      const undone = messages.findIndex(({ type }) => type === StockReturned.type);
      const afterwards = undone < 0 ? [] : messages.slice(undone).map(({ type }) => type);
      expect(afterwards).not.toContain(StockReserved.type);
    }
  });
});

function pieces(productId: string, quantity: number): StockLine {
  return { productId, sku: productId.toUpperCase(), quantity };
}
