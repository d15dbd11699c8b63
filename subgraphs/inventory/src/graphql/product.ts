import type { ProductState } from '@ordergraph/events';
import { toGraphqlMoney } from '@ordergraph/service';
import { availabilityOf } from '../domain/availability.js';
import type { Inventory, InventoryContext } from './context.js';

export const product = ({ lowStock }: Inventory) => ({
  __resolveReference: ({ id }: { readonly id: string }, context: InventoryContext) => context.product.load(id),

  price: ({ price }: ProductState) => toGraphqlMoney(price),

  async availability({ id }: ProductState, _: unknown, { stock }: InventoryContext) {
    return availabilityOf((await stock.load(id))?.available ?? 0, lowStock);
  },

  stock: ({ id }: ProductState, _: unknown, { stock }: InventoryContext) => stock.load(id),
});
