import type { StoredOrder, StoredStock } from '../history/aftermath.js';
import { type Checker, duplicated, lost, type RunRecord, unexpected, type Violation } from './checker.js';

/** P2 and P7 of stock: what is sold is what confirmed orders hold, nothing stays reserved, each restocking counts once. */
export const stockMovesOnce: Checker = {
  name: 'stock moves once',
  promise: 'P2',
  check(run) {
    const { stock } = run.aftermath;
    return {
      count: stock.length,
      violations: stock.flatMap((product) => [
        ...addsUp(product),
        ...moved(product, 'sold', pieces(run.aftermath.orders, product.productId, ['CONFIRMED'])),
        ...moved(product, 'reserved', pieces(run.aftermath.orders, product.productId, ['PENDING', 'CANCELLING'])),
        ...restocked(product, run),
      ]),
    };
  },
};

function addsUp({ productId, initial, adjustments, available, reserved, sold }: StoredStock): Violation[] {
  const [all, placed] = [initial + adjustments, available + reserved + sold];
  return [
    ...(all === placed ? [] : [unexpected(productId, `${all} pieces came, ${placed} are accounted for`)]),
    ...(available < 0 ? [unexpected(productId, `${available} pieces are available`)] : []),
  ];
}

const pieces = (orders: readonly StoredOrder[], product: string, statuses: readonly string[]): number =>
  orders
    .filter(({ status }) => statuses.includes(status))
    .flatMap(({ lines }) => lines)
    .filter(({ productId }) => productId === product)
    .reduce((sum, { quantity }) => sum + quantity, 0);

function moved(stock: StoredStock, place: 'sold' | 'reserved', ordered: number): Violation[] {
  const found = stock[place];
  const message = `${found} pieces are ${place}, orders hold ${ordered}`;
  if (found > ordered) return [duplicated(stock.productId, message)];
  // An order under way may or may not hold its pieces yet.
  return found < ordered && place === 'sold' ? [lost(stock.productId, message)] : [];
}

/** A restocking nobody answered may have happened or not, but only as a whole. */
function restocked({ productId, adjustments }: StoredStock, { history }: RunRecord): Violation[] {
  const ofProduct = history.restocks.filter((restock) => restock.productId === productId);
  const sum = (outcome: string): number =>
    ofProduct.filter((each) => each.outcome === outcome).reduce((total, { quantity }) => total + quantity, 0);
  const [accepted, unknown] = [sum('accepted'), sum('unknown')];
  const message = `${adjustments} pieces were added, ${accepted} were accepted and ${unknown} are in doubt`;
  if (adjustments < accepted) return [lost(productId, message)];
  return adjustments > accepted + unknown ? [duplicated(productId, message)] : [];
}
