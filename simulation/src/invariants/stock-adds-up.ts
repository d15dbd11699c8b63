import { type StockGuard, stockCollection } from '@ordergraph/inventory/internals';
import { product } from '../world/world.js';
import { type Invariant, orderOf, reservationOf, unless } from './aftermath.js';

/** Pieces are available, reserved or sold, none twice; sold are those of confirmed orders, and none is reserved for ever. */
export const stockAddsUp: Invariant = (aftermath) => {
  const stock = aftermath.world.databases.inventory.guards.get<StockGuard>(stockCollection, product.id);
  if (!stock) return ['the stock is gone'];
  const { initial, adjustments, available, reserved, sold } = stock;
  const bought = aftermath.wishes
    .filter(({ orderId }) => orderOf(aftermath, orderId)?.status === 'CONFIRMED')
    .reduce((sum, { pieces }) => sum + pieces, 0);
  const numbers = `${available} available, ${reserved} reserved, ${sold} sold of ${initial + adjustments}`;
  return [
    ...unless(initial + adjustments === available + reserved + sold, () => `stock does not add up: ${numbers}`),
    ...unless(reserved === 0, () => `stock stays reserved: ${numbers}`),
    ...unless(sold === bought, () => `sold is not what was bought (${bought}): ${numbers}`),
  ];
};

/** A confirmed order holds its pieces, a cancelled one none. */
export const ordersHoldTheirStock: Invariant = (aftermath) =>
  aftermath.wishes.flatMap(({ number, orderId }) => {
    const status = orderOf(aftermath, orderId)?.status;
    const held = reservationOf(aftermath, orderId)?.status ?? 'NONE';
    const isRight = status === 'CONFIRMED' ? held === 'COMMITTED' : held !== 'COMMITTED' && held !== 'RESERVED';
    return unless(isRight, () => `order ${number} is ${status}, and its stock is ${held}`);
  });
