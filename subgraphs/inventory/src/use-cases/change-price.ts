import type { Cause, CommitLog, Executed } from '@ordergraph/messaging';
import { type ChangePriceRefusal, decideChangePrice } from '../domain/change-price.js';
import type { PriceInput } from '../domain/price.js';
import { type Product, productDecider } from '../domain/product.js';

export const changePrice = (
  log: CommitLog,
  id: string,
  price: PriceInput,
  cause: Cause,
): Promise<Executed<Product, ChangePriceRefusal>> =>
  log.execute(productDecider, id, { ...cause, decide: (product) => decideChangePrice(product, price) });
