import { ProductCreated, ProductPriceChanged, ProductRestocked, type ProductState } from '@ordergraph/events';
import { project, type ViewDefinition, type ViewRow } from '@ordergraph/messaging';
import { type Connection, type Model, Schema } from 'mongoose';
import type { ProductOffered } from '../domain/quote.js';

/** This service's own copy of the catalogue: orders are priced while inventory is down. */
export interface ProductCopy extends ViewRow, Omit<ProductOffered, 'id'> {}

const collection = 'productCopies';

const toRow = ({ state, version }: { readonly state: ProductState; readonly version: number }): ProductCopy => ({
  _id: state.id,
  version,
  sku: state.sku,
  title: state.title,
  price: state.price,
});

export const productCopies: ViewDefinition<ProductCopy> = {
  collection,
  sources: [project(ProductCreated, toRow), project(ProductPriceChanged, toRow), project(ProductRestocked, toRow)],
};

const schema = new Schema<ProductCopy>(
  {
    _id: String,
    version: Number,
    sku: String,
    title: String,
    price: { amount: Number, currency: String },
  },
  { collection, versionKey: false },
);

export type ProductCopies = Model<ProductCopy>;

/** Reads the rows that `productCopies` writes. */
export const productCopiesIn = (database: Connection): ProductCopies =>
  database.model<ProductCopy>('ProductCopy', schema);
