import type { mongo } from 'mongoose';
import type { Invariant } from '../invariant.js';
import { type Places, databaseOf, type StoredCommit } from '../places.js';
import type { StockGuard } from './stock-adds-up.js';

interface Movements {
  reserved: number;
  sold: number;
  adjustments: number;
}

/**
 * What is reserved and sold of a product is what reservations hold, and its adjustments are its restockings. Stock and streams
 * are read in one snapshot, since each transaction moves both.
 */
export const stockIsAccountedFor: Invariant = {
  name: 'stock is accounted for',
  async check(places) {
    const session = places.client.startSession({ snapshot: true });
    try {
      const stock = await databaseOf(places, 'inventory')
        .collection<StockGuard>('stock')
        .find({}, { session })
        .toArray();
      const moved = await movements(places, session);
      return { count: stock.length, differences: stock.flatMap((guard) => problemsOf(guard, moved.get(guard._id))) };
    } finally {
      await session.endSession();
    }
  },
};

function problemsOf({ _id, value }: StockGuard, moved: Movements = { reserved: 0, sold: 0, adjustments: 0 }) {
  return (['reserved', 'sold', 'adjustments'] as const)
    .filter((name) => value[name] !== moved[name])
    .map((name) => ({ id: _id, message: `${name} ${value[name]}, and the streams say ${moved[name]}` }));
}

interface Held {
  readonly status?: string;
  readonly lines?: readonly { readonly productId: string; readonly quantity: number }[];
}

async function movements(places: Places, session: mongo.ClientSession): Promise<ReadonlyMap<string, Movements>> {
  const moved = new Map<string, Movements>();
  const of = (productId: string): Movements => {
    const known = moved.get(productId) ?? { reserved: 0, sold: 0, adjustments: 0 };
    moved.set(productId, known);
    return known;
  };
  const commits = databaseOf(places, 'inventory').collection<StoredCommit<Held>>('commits');
  const newest = new Map<string, Held>();
  const projection = { state: 1, 'messages.type': 1, 'messages.data.quantity': 1 };
  for await (const { _id, state, messages } of commits.find({}, { session, projection, sort: { _id: 1 } })) {
    if (_id.stream.startsWith('reservation-')) newest.set(_id.stream, state ?? {});
    for (const { type, data } of messages) {
      if (!type.startsWith('inventory.product-restocked.')) continue;
      of(_id.stream.slice('product-'.length)).adjustments += (data as { quantity: number }).quantity;
    }
  }
  for (const { status, lines = [] } of newest.values()) {
    for (const { productId, quantity } of lines) {
      if (status === 'RESERVED') of(productId).reserved += quantity;
      if (status === 'COMMITTED') of(productId).sold += quantity;
    }
  }
  return moved;
}
