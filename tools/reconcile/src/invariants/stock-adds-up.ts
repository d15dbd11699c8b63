import type { Invariant } from '../invariant.js';
import { databaseOf } from '../places.js';

/** A guard of inventory: what is there of one product. */
export interface StockGuard {
  readonly _id: string;
  readonly value: {
    readonly initial: number;
    readonly adjustments: number;
    readonly available: number;
    readonly reserved: number;
    readonly sold: number;
  };
}

/** Initial pieces and adjustments are available, reserved or sold; no number is negative. */
export const stockAddsUp: Invariant = {
  name: 'stock adds up',
  async check(places) {
    const stock = await databaseOf(places, 'inventory').collection<StockGuard>('stock').find().toArray();
    return { count: stock.length, differences: stock.flatMap(problemOf) };
  },
};

function problemOf({ _id, value }: StockGuard): { id: string; message: string }[] {
  const { initial, adjustments, available, reserved, sold } = value;
  const [came, placed] = [initial + adjustments, available + reserved + sold];
  const numbers = `${available} available, ${reserved} reserved, ${sold} sold of ${initial} and ${adjustments}`;
  const isWrong = came !== placed || Math.min(available, reserved, sold) < 0;
  return isWrong ? [{ id: _id, message: numbers }] : [];
}
