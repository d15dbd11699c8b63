import { mutationCause, keyedId } from '@ordergraph/messaging';
import { acceptOrder, cancelOrder } from '@ordergraph/orders/internals';
import { readProviderEvent, recordCustomerDecision, refundPayment } from '@ordergraph/payments/internals';
import type { Card } from '../world/memory-provider.js';
import { product, type World } from '../world/world.js';

/** What a customer did about one order, and was told. */
export interface Wish {
  readonly number: number;
  readonly orderId: string;
  readonly card: Card;
  readonly pieces: number;
  /** Ids of orders that were answered as placed. */
  readonly answeredAs: Set<string>;
  /** Was told that the order is being cancelled. */
  isCancelled: boolean;
  /** What operators were told is given back, in minor units. */
  givenBack: number;
}

export const unitPrice = { amount: 1_290, currency: 'EUR' } as const;
/** What an operator gives back at a time: less than any order's total. */
const goodwill = { amount: 100, currency: 'EUR' } as const;
const customerId = 'c5d0a1c6-2f0b-4a54-9d8e-0d2f8f1c7a11';
const principal = `user:${customerId}`;
const { id, sku, title } = product;
const catalogue = new Map([[id, { id, sku, title, price: unitPrice }]]);

/** Customers of the shop: they order, ask again under the same key, change their minds, and decide at the provider. */
export class Customers {
  readonly wishes: Wish[] = [];
  readonly #world: World;
  #requests = 0;

  constructor(world: World) {
    this.#world = world;
  }

  place(card: Card, pieces: number): void {
    const number = this.wishes.length + 1;
    const wish = {
      number,
      orderId: keyedId(keyOf(number)),
      card,
      pieces,
      answeredAs: new Set<string>(),
      isCancelled: false,
      givenBack: 0,
    };
    this.wishes.push(wish);
    this.#ask(wish);
  }

  placeAgain(order: number): void {
    const wish = this.#wish(order);
    if (wish) this.#ask(wish);
  }

  cancel(order: number): void {
    const wish = this.#wish(order);
    const orders = this.#world.running('orders')?.parts.orders;
    if (!wish || !orders) return;
    const request = { reason: 'CUSTOMER_REQUEST', by: principal } as const;
    const cause = {
      cause: `${principal}/cancelOrder/${(this.#requests += 1)}`,
      context: { correlationId: wish.orderId },
    };
    cancelOrder(orders, wish.orderId, request, cause).then(
      ({ outcome }) => {
        this.#tell(
          wish,
          outcome === 'refused' ? 'is told that it cannot be cancelled' : 'is told that it is cancelled',
        );
        if (outcome !== 'refused') wish.isCancelled = true;
      },
      () => this.#tell(wish, 'is not told whether it is cancelled'),
    );
  }

  /** Goodwill: the order stands, and some of the money goes back. */
  refund(order: number): void {
    const wish = this.#wish(order);
    const payments = this.#world.running('payments')?.parts.payments;
    if (!wish || !payments) return;
    const keyId = `user:operator/refundPayment/${(this.#requests += 1)}`;
    const request = { paymentId: wish.orderId, keyId, input: { amount: goodwill, reason: 'Scratched on arrival.' } };
    refundPayment(payments, request, { cause: keyId, context: { correlationId: wish.orderId } }).then(
      ({ outcome }) => {
        this.#tell(wish, outcome === 'refunded' ? 'is given something back' : 'has nothing that could be given back');
        if (outcome === 'refunded') wish.givenBack += goodwill.amount;
      },
      () => this.#tell(wish, 'may be given something back'),
    );
  }

  /** The provider tells of it until somebody takes it. */
  decide(order: number, approves: boolean): void {
    const wish = this.#wish(order);
    const event = wish && this.#world.provider.decide(wish.orderId, approves);
    const told = event && readProviderEvent(Buffer.from(JSON.stringify(event)));
    if (told) this.#deliverWebhook(told);
  }

  #ask(wish: Wish): void {
    const orders = this.#world.running('orders')?.parts.orders;
    if (!orders) return this.#tell(wish, 'reaches nobody');
    const { number, card, pieces } = wish;
    const input = { lines: [{ productId: id, quantity: pieces }], paymentToken: card };
    const key = keyOf(number);
    const cause = mutationCause({ ...key, input, context: { correlationId: wish.orderId, actor: principal } });
    acceptOrder(orders, { customerId, ...input }, { key, cause, catalogue }).then(
      ({ orderId, outcome }) => {
        this.#tell(wish, `is answered: ${outcome}`);
        if (outcome === 'committed' || outcome === 'repeated') wish.answeredAs.add(orderId);
      },
      () => this.#tell(wish, 'is not answered'),
    );
  }

  #deliverWebhook(told: NonNullable<ReturnType<typeof readProviderEvent>>): void {
    const { agenda } = this.#world;
    let isTaken = false;
    const again = (): void => {
      if (!isTaken) this.#deliverWebhook(told);
    };
    agenda.add({
      tell: () =>
        `the provider tells payments that ${told.orderId} is ${told.decision.result.approved ? 'approved' : 'refused'}`,
      isPossible: () => this.#world.running('payments') !== undefined,
      perform: () => {
        const payments = this.#world.running('payments')?.parts.payments;
        agenda.after(webhookAgainAfterMilliseconds, again);
        if (!payments) return;
        recordCustomerDecision(payments, told.orderId, told.decision).then(
          (isRecorded) => void (isTaken = isRecorded),
          () => undefined,
        );
      },
    });
  }

  #wish(order: number): Wish | undefined {
    return this.wishes[order % Math.max(1, this.wishes.length)];
  }

  #tell({ number }: Wish, what: string): void {
    this.#world.chronicle.tell(() => `the customer of order ${number} ${what}`);
  }
}

const keyOf = (number: number) => ({ principal, field: 'placeOrder', idempotencyKey: `order-${number}` });
const webhookAgainAfterMilliseconds = 10_000;
