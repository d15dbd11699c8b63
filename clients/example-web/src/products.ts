import type { ApolloClient } from '@apollo/client';
import { ProductsDocument } from '@ordergraph/graph';

import { element } from './page.js';

/** Fills the choice of products, with their prices. */
export async function showProducts(apollo: ApolloClient): Promise<void> {
  const { data } = await apollo.query({ query: ProductsDocument, variables: { first: 20 } });
  const options = (data?.products.edges ?? []).map(({ node }) => {
    const { amount, currencyCode } = node.price;
    const option = new Option(`${node.title}, ${amount} ${currencyCode}`, node.id);
    option.disabled = node.availability === 'OUT_OF_STOCK';
    return option;
  });
  element('product', HTMLSelectElement).replaceChildren(...options);
}
