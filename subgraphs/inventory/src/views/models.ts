import { type Connection, type Model, Schema } from 'mongoose';
import { type StockGuard, stockCollection } from '../use-cases/stock-guards.js';
import { type ProductRow, productViews } from './product-views.js';

/** Stock as messaging stores it: a guard is a value beside a revision. */
export interface StockDocument {
  readonly _id: string;
  readonly value: StockGuard;
}

/** The collections that queries read; messaging writes them. */
export interface InventoryModels {
  readonly products: Model<ProductRow>;
  readonly stock: Model<StockDocument>;
}

export function inventoryModels(database: Connection): InventoryModels {
  const stock = new Schema<StockDocument>({ _id: String, value: Schema.Types.Mixed }, { versionKey: false });
  return {
    products: database.model<ProductRow>('ProductView', productSchema(), productViews.collection),
    stock: database.model<StockDocument>('Stock', stock, stockCollection),
  };
}

function productSchema(): Schema<ProductRow> {
  const schema = new Schema<ProductRow>(
    {
      _id: String,
      version: Number,
      sku: String,
      title: String,
      description: String,
      imageUrl: String,
      price: { amount: Number, currency: String },
      createdAt: Date,
      titleTerms: [String],
      terms: [String],
    },
    { versionKey: false },
  );
  schema.index({ createdAt: -1, _id: -1 });
  schema.index({ 'price.currency': 1, 'price.amount': 1, _id: 1 });
  schema.index({ terms: 1 });
  return schema;
}
