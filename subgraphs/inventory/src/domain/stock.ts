/**
 * The pieces of one product: `initial + adjustments = available + reserved + sold`, always.
 * It is a guard, not a stream: reservations of many orders move it, each together with its own commit.
 */
export interface Stock {
  readonly sku: string;
  readonly initial: number;
  readonly adjustments: number;
  readonly available: number;
  readonly reserved: number;
  readonly sold: number;
}

/** Takes pieces from one place to another; adds and loses none. */
export type Movement = (stock: Stock, quantity: number) => Stock;

export const openingStock = (sku: string, initial: number): Stock =>
  verified({ sku, initial, adjustments: 0, available: initial, reserved: 0, sold: 0 });

export const restock = (stock: Stock, quantity: number): Stock =>
  verified({ ...stock, adjustments: stock.adjustments + quantity, available: stock.available + quantity });

export const hold: Movement = (stock, quantity) =>
  verified({ ...stock, available: stock.available - quantity, reserved: stock.reserved + quantity });

export const release: Movement = (stock, quantity) => hold(stock, -quantity);

export const sell: Movement = (stock, quantity) =>
  verified({ ...stock, reserved: stock.reserved - quantity, sold: stock.sold + quantity });

export const takeBack: Movement = (stock, quantity) =>
  verified({ ...stock, sold: stock.sold - quantity, available: stock.available + quantity });

export const addsUp = ({ initial, adjustments, available, reserved, sold }: Stock): boolean =>
  initial + adjustments === available + reserved + sold;

/** The last line of defence: a wrong decision fails its transaction instead of selling what is not there. */
function verified(stock: Stock): Stock {
  if (Math.min(stock.available, stock.reserved, stock.sold) < 0 || !addsUp(stock))
    throw new RangeError(`impossible stock of ${stock.sku}: ${JSON.stringify(stock)}`);
  return stock;
}
