import { ProductCreated, ProductPriceChanged, ProductRestocked, type ProductState } from '@ordergraph/events';
import type { Decider, Recorded } from '@ordergraph/messaging';

/** A product as its stream tells it; how many pieces there are is in its stock. */
export type Product = UnknownProduct | ListedProduct;
export interface UnknownProduct {
  readonly status: 'UNKNOWN';
  readonly id: string;
}
export interface ListedProduct extends ProductState {
  readonly status: 'LISTED';
}

type ProductMessage = ProductCreated | ProductPriceChanged | ProductRestocked;

export const productDecider: Decider<Product> = {
  category: 'product',
  evolveVersion: 1,
  initialState: (id) => ({ status: 'UNKNOWN', id }),
  evolve: (product, message, recorded) => evolve(product, message as ProductMessage, recorded),
  publicState: ({ status: _, ...state }) => state,
};

function evolve(product: Product, message: ProductMessage, { at }: Recorded): Product {
  switch (message.type) {
    case ProductCreated.type: {
      const { initialStock: _, ...data } = message.data;
      return { status: 'LISTED', id: product.id, ...data, createdAt: at.toISOString() };
    }
    case ProductPriceChanged.type:
      return product.status === 'LISTED' ? { ...product, price: message.data.price } : product;
    case ProductRestocked.type:
      return product;
    default:
      return message satisfies never;
  }
}
