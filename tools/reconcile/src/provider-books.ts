import type { mongo } from 'mongoose';
import { databaseOf, type Places } from './places.js';

/** What the simulated provider has in its books of one order. Minor units. */
export interface Books {
  readonly captured: number;
  readonly refunded: number;
  /** Authorized, neither captured nor voided. */
  readonly held: number;
  readonly charges: number;
}

export const noBooks: Books = { captured: 0, refunded: 0, held: 0, charges: 0 };

/** An entry of the provider's ledger, as far as it is read here. */
interface Operation {
  readonly orderReference: string;
  readonly authorizationId: string;
  readonly amount: number;
  readonly answer: { readonly status: string };
}

/** A real provider keeps its books elsewhere. */
export async function hasBooks(places: Places): Promise<boolean> {
  return databaseOf(places, 'provider').listCollections({ name: 'operations' }).hasNext();
}

/** The books of these orders, of which there are any. */
export async function booksOf(places: Places, ids: readonly string[]): Promise<ReadonlyMap<string, Books>> {
  const found = new Map<string, Books>();
  for await (const [id, books] of read(places, { orderReference: { $in: ids } })) found.set(id, books);
  return found;
}

/** The books of every order; one pass over the ledger. */
export const allBooks = (places: Places): AsyncGenerator<readonly [string, Books]> => read(places, {});

async function* read(places: Places, filter: mongo.Document): AsyncGenerator<readonly [string, Books]> {
  const operations = databaseOf(places, 'provider').collection<Operation>('operations');
  const stages = [{ $match: filter }, ...byAuthorization, ...byOrder];
  for await (const { _id, ...books } of operations.aggregate<Books & { _id: string }>(stages, { allowDiskUse: true })) {
    yield [_id, books];
  }
}

const isOne = (...statuses: readonly string[]) => ({ $in: ['$answer.status', statuses] });
const sumOf = (...statuses: readonly string[]) => ({ $sum: { $cond: [isOne(...statuses), '$amount', 0] } });

const byAuthorization: readonly mongo.Document[] = [
  {
    $group: {
      _id: { order: '$orderReference', authorization: '$authorizationId' },
      authorized: sumOf('authorized', 'approved'),
      captured: sumOf('captured'),
      refunded: sumOf('refunded'),
      charges: { $sum: { $cond: [isOne('captured'), 1, 0] } },
      isSettled: { $max: isOne('captured', 'voided') },
    },
  },
];

const byOrder: readonly mongo.Document[] = [
  {
    $group: {
      _id: '$_id.order',
      captured: { $sum: '$captured' },
      refunded: { $sum: '$refunded' },
      charges: { $sum: '$charges' },
      held: { $sum: { $cond: ['$isSettled', 0, '$authorized'] } },
    },
  },
];
