import {
  type Message,
  PaymentAuthorized,
  PaymentCaptured,
  productStateExample,
  StockCommitted,
  StockReserved,
} from '@ordergraph/events';
import { sagaRunner } from '@ordergraph/messaging/saga';
import { type FulfilmentNumbers, orderFulfilment } from '../src/domain/fulfilment.js';
import { createOrderDecider, type Order, type OrderStream } from '../src/domain/order.js';
import { decidePlaceOrder } from '../src/domain/place-order.js';
import type { Catalogue } from '../src/domain/quote.js';

export const numbers: FulfilmentNumbers = {
  reserveSeconds: 30,
  authorizeSeconds: 60,
  customerSeconds: 900,
  captureSeconds: 60,
  patienceSeconds: 300,
};
export const fulfilment = sagaRunner([orderFulfilment(numbers)]);
export const decider = createOrderDecider(fulfilment);

export const orderId = '0b7d5a9e-51f4-5a43-8d4b-7c0f2b1f6c22';
export const customerId = 'c5d0a1c6-2f0b-4a54-9d8e-0d2f8f1c7a11';
export const mug = { ...productStateExample, id: 'mug', price: { amount: 1_290, currency: 'EUR' } };
export const pen = {
  ...productStateExample,
  id: 'pen',
  sku: 'PEN',
  title: 'Pen',
  price: { amount: 250, currency: 'EUR' },
};
export const fish = {
  ...productStateExample,
  id: 'fish',
  sku: 'FISH',
  title: 'Fish',
  price: { amount: 9, currency: 'ISK' },
};
export const catalogue: Catalogue = new Map([mug, pen, fish].map((product) => [product.id, product]));

export const twoMugs = { customerId, lines: [{ productId: 'mug', quantity: 2 }], paymentToken: 'tok_success' };

export const reserved = StockReserved({ orderId });
export const authorized = PaymentAuthorized({ orderId, method: 'Visa' });
export const captured = PaymentCaptured({ orderId, amount: { amount: 2_580, currency: 'EUR' } });
export const committed = StockCommitted({ orderId });

/** The stream of one order: each decision is one commit, a second after the one before. */
export class OrderRun {
  readonly commits: (readonly Message[])[] = [];
  stream: OrderStream = decider.initialState(orderId);
  now = new Date('2026-01-01T09:00:00.000Z');

  get order(): Order {
    if (this.stream.kind === 'unknown') throw new Error('nothing is placed');
    return this.stream;
  }

  commit(messages: readonly Message[]): this {
    if (messages.length === 0) return this;
    this.commits.push(messages);
    const recorded = { version: this.commits.length, at: this.now };
    this.stream = messages.reduce((stream, message) => decider.evolve(stream, message, recorded), this.stream);
    return this;
  }

  placed(): this {
    const decision = decidePlaceOrder(this.stream, twoMugs, { catalogue, fulfilment, now: this.now });
    if ('refused' in decision) throw new Error('refused');
    return this.commit(decision);
  }

  replies(...events: readonly Message[]): this {
    for (const event of events) {
      this.passes(1);
      this.commit(fulfilment.reply({ saga: this.order.saga, subject: this.order, now: this.now }, event));
    }
    return this;
  }

  confirmed(): this {
    return this.placed().replies(reserved, authorized, captured, committed);
  }

  passes(seconds: number): this {
    this.now = new Date(this.now.getTime() + seconds * 1_000);
    return this.commit(decider.onDue?.(this.stream, this.now) ?? []);
  }
}
