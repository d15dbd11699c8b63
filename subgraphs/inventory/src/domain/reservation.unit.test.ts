import {
  type Message,
  StockCommitted,
  StockRejected,
  StockReserved,
  StockReturned,
  type StockLine,
} from '@ordergraph/events';
import { given } from '@ordergraph/testing';
import { decideCommitStock } from './commit-stock.js';
import { reservationDecider } from './reservation.js';
import { decideReserveStock } from './reserve-stock.js';
import { decideReturnStock } from './return-stock.js';
import type { StockOf } from './stock-decision.js';
import { StockRequested } from './stock-requested.js';
import { type Stock, hold, openingStock, sell } from './stock.js';

const orderId = 'order-1';
const mugs = (quantity: number): StockLine => ({ productId: 'mug', sku: 'MUG', quantity });
const teas = (quantity: number): StockLine => ({ productId: 'tea', sku: 'TEA', quantity });
const requested = StockRequested({ orderId, lines: [mugs(2)] });
const reserved = StockReserved({ orderId });
const committed = StockCommitted({ orderId });
const outOfStock = StockRejected({ orderId, code: 'OUT_OF_STOCK', unavailable: [] });
const returned = StockReturned({ orderId, returned: 'NOTHING' });

const ten: Stock = openingStock('MUG', 10);
const held = hold(ten, 2);
const sold = sell(held, 2);
const shelves =
  (stock: Readonly<Record<string, Stock>>): StockOf =>
  (productId) =>
    stock[productId];
const nothing = new Map<string, Stock>();

const reservation = (...messages: readonly Message[]) => given(reservationDecider, messages, { id: orderId }).state;
const reserve = (lines: StockLine[]) => ({ orderId, lines });

describe('reserving stock', () => {
  it('holds every line', () => {
    const decision = decideReserveStock(reservation(), reserve([mugs(2)]), shelves({ mug: ten }));
    expect(decision).toEqual({ messages: [requested, reserved], stock: new Map([['mug', held]]) });
  });

  it('adds up several lines of one product', () => {
    const { stock } = decideReserveStock(reservation(), reserve([mugs(6), mugs(4)]), shelves({ mug: ten }));
    expect(stock.get('mug')).toEqual({ ...ten, available: 0, reserved: 10 });
  });

  it('refuses when the lines of one product together are too many', () => {
    const lines = [mugs(6), mugs(5)];
    expect(decideReserveStock(reservation(), reserve(lines), shelves({ mug: ten }))).toEqual({
      messages: [
        StockRequested({ orderId, lines }),
        StockRejected({
          orderId,
          code: 'OUT_OF_STOCK',
          unavailable: [{ sku: 'MUG', requested: 11, available: 10 }],
        }),
      ],
      stock: nothing,
    });
  });

  it('holds nothing when one line is missing, even of a product that does not exist', () => {
    const { messages, stock } = decideReserveStock(reservation(), reserve([mugs(1), teas(1)]), shelves({ mug: ten }));
    expect(messages[1]).toMatchObject({ data: { unavailable: [{ sku: 'TEA', requested: 1, available: 0 }] } });
    expect(stock).toEqual(nothing);
  });

  it('answers again what it holds already, and holds no more', () => {
    const stockOf = shelves({ mug: held });
    const again = { messages: [reserved], stock: nothing };
    expect(decideReserveStock(reservation(requested, reserved), reserve([mugs(2)]), stockOf)).toEqual(again);
    expect(decideReserveStock(reservation(requested, reserved, committed), reserve([mugs(2)]), stockOf)).toEqual(again);
  });

  it('tries again after a refusal', () => {
    const after = reservation(StockRequested({ orderId, lines: [mugs(11)] }), outOfStock);
    const { messages } = decideReserveStock(after, reserve([mugs(2)]), shelves({ mug: ten }));
    expect(messages).toEqual([requested, reserved]);
  });

  it('is refused for ever once the order was undone', () => {
    expect(decideReserveStock(reservation(returned), reserve([mugs(2)]), shelves({ mug: ten }))).toEqual({
      messages: [StockRejected({ orderId, code: 'ALREADY_RETURNED', unavailable: [] })],
      stock: nothing,
    });
  });
});

describe('committing stock', () => {
  it('sells what is held', () => {
    const decision = decideCommitStock(reservation(requested, reserved), shelves({ mug: held }));
    expect(decision).toEqual({ messages: [committed], stock: new Map([['mug', sold]]) });
  });

  it('sells once', () => {
    const decision = decideCommitStock(reservation(requested, reserved, committed), shelves({ mug: sold }));
    expect(decision).toEqual({ messages: [committed], stock: nothing });
  });

  it('sells nothing after a return, and says so', () => {
    const decision = decideCommitStock(reservation(requested, reserved, returned), shelves({ mug: ten }));
    expect(decision).toEqual({ messages: [returned], stock: nothing });
  });

  it('has no answer while nothing is held', () => {
    expect(decideCommitStock(reservation(), shelves({ mug: ten }))).toBeUndefined();
    expect(decideCommitStock(reservation(requested, outOfStock), shelves({ mug: ten }))).toBeUndefined();
  });
});

describe('returning stock', () => {
  it('releases what is held', () => {
    const decision = decideReturnStock(reservation(requested, reserved), shelves({ mug: held }));
    expect(decision).toEqual({
      messages: [StockReturned({ orderId, returned: 'RESERVED' })],
      stock: new Map([['mug', ten]]),
    });
  });

  it('takes back what is sold', () => {
    const decision = decideReturnStock(reservation(requested, reserved, committed), shelves({ mug: sold }));
    expect(decision).toEqual({
      messages: [StockReturned({ orderId, returned: 'SOLD' })],
      stock: new Map([['mug', ten]]),
    });
  });

  it.each([
    ['before anything was reserved', []],
    ['after a refusal', [requested, outOfStock]],
    ['after a return', [requested, reserved, returned]],
  ])('returns nothing %s', (_, messages) => {
    const decision = decideReturnStock(reservation(...messages), shelves({ mug: ten }));
    expect(decision).toEqual({ messages: [returned], stock: nothing });
  });
});

describe('a reservation', () => {
  it('shows what the order holds', () => {
    const state = reservationDecider.publicState?.(reservation(requested, reserved));
    expect(state).toEqual({ orderId, status: 'RESERVED', lines: [mugs(2)] });
  });

  it('stays returned whatever is refused afterwards', () => {
    const refused = StockRejected({ orderId, code: 'ALREADY_RETURNED', unavailable: [] });
    expect(reservation(returned, refused).status).toBe('RETURNED');
  });
});
