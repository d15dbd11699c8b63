import {
  type Message,
  PaymentAuthorized,
  PaymentCaptured,
  PaymentReversed,
  StockCommitted,
  StockReserved,
  StockReturned,
} from '@ordergraph/events';
import type { Commit } from '@ordergraph/messaging';
import { decideCancelOrder } from '../src/domain/cancel-order.js';
import { isFinal, type Order, orderStatus, type OrderStream } from '../src/domain/order.js';
import { decidePlaceOrder } from '../src/domain/place-order.js';
import type { Orders } from '../src/use-cases/orders.js';
import type { ActiveOrders } from '../src/watching/active-orders.js';
import { type CustomerListener, overlapMilliseconds } from '../src/watching/order-wakes.js';
import { catalogue, customerId, decider, fulfilment, twoMugs } from './order-stream.js';

interface Row {
  readonly restsAt: number | undefined;
  readonly updatedAt: Date;
}

/** Whether somebody hears of a commit at once, and whether its row is there at once. */
export interface Fate {
  readonly isWoken: boolean;
  readonly isRowLate: boolean;
  /** How wrong the clock is of the process that commits. */
  readonly skewMilliseconds: number;
}

const amount = { amount: 2_580, currency: 'EUR' };

/** The orders of one customer in memory, by the rules of the domain: streams, rows, and whoever listens to them. */
export class Shop {
  readonly #streams = new Map<string, Commit[]>();
  readonly #rows = new Map<string, Row>();
  readonly #listeners = new Set<CustomerListener>();
  #resyncedAt = new Date();

  readonly orders = {
    decider,
    log: {
      history: (_: unknown, id: string) => {
        const commits = [...(this.#streams.get(id) ?? [])];
        return Promise.resolve({ state: fold(id, commits), version: commits.length, commits });
      },
      fold: (_: unknown, id: string, commits: readonly Commit[]) => ({ state: fold(id, commits) }),
    },
  } as unknown as Orders;

  readonly activeOrders: ActiveOrders = (_, since, limit = Number.POSITIVE_INFINITY) =>
    Promise.resolve(
      this.#active(since)
        .slice(0, limit)
        .map((id) => ({ id, placedAt: this.#order(id)?.placedAt ?? new Date(), restsAt: this.#rows.get(id)?.restsAt })),
    );

  readonly wakes = {
    listenToCustomer: (_: string, listener: CustomerListener) => {
      this.#listeners.add(listener);
      return () => this.#listeners.delete(listener);
    },
  };

  get ids(): readonly string[] {
    return [...this.#streams.keys()];
  }

  versionOf(id: string): number {
    return this.#streams.get(id)?.length ?? 0;
  }

  place(id: string, fate: Fate): void {
    const decision = decidePlaceOrder(decider.initialState(id), twoMugs, { catalogue, fulfilment, now: new Date() });
    if (!('refused' in decision)) this.#commit(id, decision, fate);
  }

  /** The next answer of whoever is asked for something; of an order at rest, nothing. */
  fulfil(id: string, fate: Fate): void {
    const order = this.#order(id);
    for (const reply of order && !isFinal(order) ? repliesTo(order) : []) {
      const messages = order ? fulfilment.reply({ saga: order.saga, subject: order, now: new Date() }, reply) : [];
      if (messages.length > 0) return this.#commit(id, messages, fate);
    }
  }

  cancel(id: string, fate: Fate): void {
    const request = { reason: 'CUSTOMER_REQUEST', by: `user:${customerId}` } as const;
    const rules = { cancelWindowSeconds: 86_400, fulfilment, now: new Date() };
    const order = this.#order(id);
    const decision = order ? decideCancelOrder(order, request, rules) : [];
    if (!('refused' in decision) && decision.length > 0) this.#commit(id, decision, fate);
  }

  /** Rows that are late come. */
  sweep(): void {
    for (const id of this.ids) this.#writeRow(id);
  }

  resync(): void {
    const span = { from: this.#resyncedAt, upTo: new Date() };
    for (const id of this.#active(span.from)) this.#listeners.forEach((listener) => listener.woken(id));
    this.#listeners.forEach((listener) => listener.namedAll(span));
    this.#resyncedAt = span.upTo;
  }

  #active(since: Date): readonly string[] {
    const oldest = new Date(since.getTime() - overlapMilliseconds);
    return [...this.#rows].filter(([, row]) => row.restsAt === undefined || row.updatedAt >= oldest).map(([id]) => id);
  }

  #commit(id: string, messages: readonly Message[], { isWoken, isRowLate, skewMilliseconds }: Fate): void {
    // Nothing is answered before its row is there.
    this.#writeRow(id);
    const commits = this.#streams.get(id) ?? [];
    const at = new Date(Date.now() + skewMilliseconds);
    commits.push({ _id: { stream: `order-${id}`, version: commits.length + 1 }, messages, at } as unknown as Commit);
    this.#streams.set(id, commits);
    if (!isRowLate) this.#writeRow(id);
    if (isWoken) this.#listeners.forEach((listener) => listener.woken(id));
  }

  #writeRow(id: string): void {
    const order = this.#order(id);
    if (order) this.#rows.set(id, { restsAt: isFinal(order) ? order.version : undefined, updatedAt: order.updatedAt });
  }

  #order(id: string): Order | undefined {
    const state = fold(id, this.#streams.get(id) ?? []);
    return state.kind === 'placed' ? state : undefined;
  }
}

const repliesTo = (order: Order): readonly Message[] => {
  const orderId = order.id;
  return orderStatus(order) === 'CANCELLING'
    ? [StockReturned({ orderId, returned: 'RESERVED' }), PaymentReversed({ orderId, reversal: 'REFUNDED', amount })]
    : [
        StockReserved({ orderId }),
        PaymentAuthorized({ orderId, method: 'Visa' }),
        PaymentCaptured({ orderId, amount }),
        StockCommitted({ orderId }),
      ];
};

const fold = (id: string, commits: readonly Commit[]): OrderStream =>
  commits.reduce(
    (state, { _id, at, messages }) =>
      messages.reduce((folded, message) => decider.evolve(folded, message, { version: _id.version, at }), state),
    decider.initialState(id),
  );
