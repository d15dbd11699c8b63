import type { OrderLine } from '@ordergraph/events';
import { toGraphqlMoney } from '@ordergraph/service';
import type { OrdersContext } from './context.js';

/** Resolvers of `OrderLine`; its parent is the line as it was bought. */
export const orderLineResolvers = {
  unitPrice: ({ unitPrice }: OrderLine) => toGraphqlMoney(unitPrice),
  total: ({ unitPrice, quantity }: OrderLine) => toGraphqlMoney({ ...unitPrice, amount: unitPrice.amount * quantity }),
  /** Today's title; as it was bought where today's is not known. */
  product: async ({ productId, title }: OrderLine, _arguments: unknown, { products }: OrdersContext) => ({
    id: productId,
    title: (await products.load(productId))?.title ?? title,
  }),
};
