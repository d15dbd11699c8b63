import type { GraphClient } from './graph-client.js';

export interface Money {
  amount: string;
  currencyCode: string;
}

export interface Product {
  id: string;
  sku: string;
  title: string;
  price: Money;
  availability: string;
}

/** Stock of a product; only operators may read it. */
export interface Stock {
  available: number;
  reserved: number;
  sold: number;
}

export async function listProducts(client: GraphClient, first = 20): Promise<Product[]> {
  const { products } = await client.request<{ products: { edges: { node: Product }[] } }>(
    `query Products($first: Int!) {
      products(first: $first, sort: NEWEST) { edges { node { id sku title availability price { amount currencyCode } } } }
    }`,
    { first },
  );
  return products.edges.map(({ node }) => node);
}

export async function readStock(operator: GraphClient, productId: string): Promise<Stock> {
  const { product } = await operator.request<{ product: { stock: Stock } }>(
    'query Stock($id: ID!) { product(id: $id) { stock { available reserved sold } } }',
    { id: productId },
  );
  return product.stock;
}
