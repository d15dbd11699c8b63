import type { PaymentState } from '@ordergraph/events';
import type { Invariant } from '../invariant.js';
import { payments } from '../kinds.js';
import { databaseOf, type Places } from '../places.js';
import { type Head, heads, inBatches } from '../streams.js';

/** An entry of the simulated provider's ledger, as far as it is read here. */
interface Operation {
  readonly orderReference: string;
  readonly authorizationId: string;
  readonly amount: number;
  readonly answer: { readonly status: string };
}

interface Books {
  readonly captured: number;
  readonly refunded: number;
  readonly charges: number;
}

/** The books of the payment provider say what the payments say. Simulated provider only: it keeps them in a database beside. */
export const providerAgrees: Invariant = {
  name: 'provider agrees',
  async check(places) {
    const known = await databaseOf(places, 'provider').listCollections({ name: 'operations' }).toArray();
    if (known.length === 0) return { count: 0, differences: [] };
    let count = 0;
    const differences: { id: string; message: string }[] = [];
    for await (const batch of inBatches(heads(places, payments))) {
      const books = await booksOf(
        places,
        batch.map(({ id }) => id),
      );
      for (const payment of batch) {
        const message = problemOf(payment, books.get(payment.id) ?? { captured: 0, refunded: 0, charges: 0 });
        if (message !== undefined) differences.push({ id: payment.id, message });
      }
      count += batch.length;
    }
    return { count, differences };
  },
};

function problemOf({ state }: Head<PaymentState>, { captured, refunded, charges }: Books): string | undefined {
  if (charges > 1) return `the provider charged ${charges} times`;
  const [ours, theirs] = [`${state.captured.amount}/${state.refunded.amount}`, `${captured}/${refunded}`];
  return ours === theirs ? undefined : `captured/refunded is ${ours} here and ${theirs} at the provider`;
}

async function booksOf(places: Places, ids: readonly string[]): Promise<ReadonlyMap<string, Books>> {
  const sumOf = (status: string) => ({ $sum: { $cond: [{ $eq: ['$answer.status', status] }, '$amount', 0] } });
  const sums = await databaseOf(places, 'provider')
    .collection<Operation>('operations')
    .aggregate<Books & { _id: string }>([
      { $match: { orderReference: { $in: ids } } },
      {
        $group: {
          _id: '$orderReference',
          captured: sumOf('captured'),
          refunded: sumOf('refunded'),
          charges: { $sum: { $cond: [{ $eq: ['$answer.status', 'captured'] }, 1, 0] } },
        },
      },
    ])
    .toArray();
  return new Map(sums.map((books) => [books._id, books]));
}
