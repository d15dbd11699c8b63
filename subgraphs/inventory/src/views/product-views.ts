import {
  type Money,
  ProductCreated,
  ProductPriceChanged,
  ProductRestocked,
  type ProductState,
} from '@ordergraph/events';
import { type ViewDefinition, type ViewRow, project } from '@ordergraph/messaging';
import { searchTerms } from '@ordergraph/service';

/** A product as lists find it. */
export interface ProductRow extends ViewRow {
  readonly sku: string;
  readonly title: string;
  readonly description?: string | undefined;
  readonly imageUrl?: string | undefined;
  readonly price: Money;
  readonly createdAt: Date;
  /** Words of title and SKU, which count more than those of the description. */
  readonly titleTerms: readonly string[];
  /** All words. */
  readonly terms: readonly string[];
}

export const productViews: ViewDefinition<ProductRow> = {
  collection: 'productViews',
  sources: [project(ProductCreated, toRow), project(ProductPriceChanged, toRow), project(ProductRestocked, toRow)],
};

function toRow({ state, version }: { readonly state: ProductState; readonly version: number }): ProductRow {
  const { id, createdAt, ...shown } = state;
  const titleTerms = searchTerms(`${state.title} ${state.sku}`);
  const terms = [...new Set([...titleTerms, ...searchTerms(state.description ?? '')])];
  return { _id: id, version, ...shown, createdAt: new Date(createdAt), titleTerms, terms };
}

/** The view speaks as the stream does. */
export const productOf = ({ _id, createdAt, sku, title, description, imageUrl, price }: ProductRow): ProductState => ({
  id: _id,
  sku,
  title,
  description,
  imageUrl,
  price,
  createdAt: createdAt.toISOString(),
});
