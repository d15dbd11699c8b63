import type { OrderState, PaymentState } from '@ordergraph/events';
import type { Invariant } from '../invariant.js';
import { orders, payments } from '../kinds.js';
import type { Places } from '../places.js';
import { allBooks, type Books, booksOf, hasBooks, noBooks } from '../provider-books.js';
import { type Head, heads, headsOf, inBatches } from '../streams.js';

/** What is known of one order: here, and at the provider. */
interface Known {
  readonly id: string;
  readonly books: Books;
  readonly payment: Head<PaymentState> | undefined;
  readonly order: Head<OrderState> | undefined;
}

/**
 * The books of the payment provider say what the payments say, and it holds no money that nobody will take or release.
 * Simulated provider only: it keeps its books in a database beside.
 */
export const providerAgrees: Invariant = {
  name: 'provider agrees',
  async check(places) {
    if (!(await hasBooks(places))) {
      return { count: 0, differences: [], notLookedAt: 'the books of a simulated provider are not there' };
    }
    let count = 0;
    const differences: { id: string; message: string }[] = [];
    for (const part of [ofPayments(places), withoutPayment(places)]) {
      for await (const known of part) {
        count += 1;
        const message = problemOf(known);
        if (message !== undefined) differences.push({ id: known.id, message });
      }
    }
    return { count, differences };
  },
};

/** The books are read before the order: they are closed before it ends. */
async function* ofPayments(places: Places): AsyncGenerator<Known> {
  for await (const batch of inBatches(heads(places, payments))) {
    const ids = batch.map(({ id }) => id);
    const books = await booksOf(places, ids);
    const ordersOf = await headsOf(
      places,
      orders,
      ids.filter((id) => (books.get(id) ?? noBooks).held > 0),
    );
    for (const payment of batch) {
      const { id } = payment;
      yield { id, payment, books: books.get(id) ?? noBooks, order: ordersOf.get(id) };
    }
  }
}

/** A payment is committed before the provider is asked: books without one are those of a payment that was lost. */
async function* withoutPayment(places: Places): AsyncGenerator<Known> {
  for await (const batch of inBatches(allBooks(places))) {
    const ids = batch.map(([id]) => id);
    const paid = await headsOf(places, payments, ids);
    const ordersOf = await headsOf(
      places,
      orders,
      ids.filter((id) => !paid.has(id)),
    );
    for (const [id, books] of batch) {
      if (!paid.has(id)) yield { id, books, payment: undefined, order: ordersOf.get(id) };
    }
  }
}

function problemOf(known: Known): string | undefined {
  const { captured, refunded, charges, held } = known.books;
  if (charges > 1) return `the provider charged ${charges} times`;
  const { state } = known.payment ?? nothingPaid;
  const [ours, theirs] = [`${state.captured.amount}/${state.refunded.amount}`, `${captured}/${refunded}`];
  if (ours !== theirs) return `captured/refunded is ${ours} here and ${theirs} at the provider`;
  const end = held > 0 ? endOf(known) : undefined;
  return end === undefined ? undefined : `the provider still holds ${held}, and ${end}`;
}

const nothingPaid = { state: { captured: { amount: 0 }, refunded: { amount: 0 } } };

/** Why nobody will take what is held, or release it; undefined while somebody may. */
function endOf({ order, payment }: Known): string | undefined {
  if (order?.state.status === 'CONFIRMED' || order?.state.status === 'CANCELLED') {
    return `the order is ${order.state.status}`;
  }
  if (!payment) return order ? undefined : 'there is neither such an order nor its payment';
  return hasEnded(payment.state) ? `the payment is ${payment.state.status}` : undefined;
}

/** One under way without an order is named by "nothing belongs to nobody". */
function hasEnded({ status }: PaymentState): boolean {
  switch (status) {
    case 'PENDING':
    case 'ACTION_REQUIRED':
    case 'AUTHORIZED':
      return false;
    case 'CAPTURED':
    case 'DECLINED':
    case 'VOIDED':
    case 'PARTIALLY_REFUNDED':
    case 'REFUNDED':
      return true;
    default:
      return status satisfies never;
  }
}
