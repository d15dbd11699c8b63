import { keyedId, mutationCause } from '@ordergraph/messaging';
import { BadUserInput, type GraphqlMoney, actorOf, isIdempotencyKey, parseMoney } from '@ordergraph/service';
import type { PriceInput } from '../domain/price.js';
import { changePrice } from '../use-cases/change-price.js';
import { createProduct } from '../use-cases/create-product.js';
import { restockProduct } from '../use-cases/restock-product.js';
import type { Inventory, InventoryContext } from './context.js';
import { toResult } from './results.js';

interface CreateProductInput {
  readonly idempotencyKey: string;
  readonly sku: string;
  readonly title: string;
  readonly description?: string | null;
  readonly imageUrl?: string | null;
  readonly price: GraphqlMoney;
  readonly initialStock: number;
}
interface ChangePriceInput {
  readonly productId: string;
  readonly price: GraphqlMoney;
}
interface RestockProductInput {
  readonly idempotencyKey: string;
  readonly productId: string;
  readonly quantity: number;
}
interface Arguments<Input> {
  readonly input: Input;
}

export const mutations = ({ log }: Inventory) => ({
  async createProduct(_: unknown, { input }: Arguments<CreateProductInput>, context: InventoryContext) {
    const { id, cause } = keyed('createProduct', input, context);
    const { description, imageUrl, price } = input;
    const product = {
      ...input,
      description: description ?? undefined,
      imageUrl: imageUrl ?? undefined,
      price: toPrice(price),
    };
    return toResult(await createProduct(log, id, product, cause), 'CreateProductSuccess');
  },

  async changePrice(_: unknown, { input }: Arguments<ChangePriceInput>, context: InventoryContext) {
    const cause = mutationCause({ field: 'changePrice', ...causedBy(context) });
    return toResult(await changePrice(log, input.productId, toPrice(input.price), cause), 'ChangePriceSuccess');
  },

  async restockProduct(_: unknown, { input }: Arguments<RestockProductInput>, context: InventoryContext) {
    const { id: keyId, cause } = keyed('restockProduct', input, context);
    return toResult(await restockProduct(log, { ...input, keyId }, cause), 'RestockProductSuccess');
  },
});

function causedBy({ principal, correlationId, traceparent }: InventoryContext) {
  const actor = actorOf(principal);
  return { principal: actor, context: { correlationId, actor, ...(traceparent !== undefined && { traceparent }) } };
}

/** What the same key leads to again: the same id and the same cause. */
function keyed(field: string, input: { readonly idempotencyKey: string }, context: InventoryContext) {
  const { idempotencyKey } = input;
  if (!isIdempotencyKey(idempotencyKey, 200))
    throw new BadUserInput('idempotencyKey must have 1 to 200 characters, all of them whole.');
  const by = causedBy(context);
  const id = keyedId({ principal: by.principal, field, idempotencyKey });
  return { id, cause: mutationCause({ ...by, field, idempotencyKey, input }) };
}

function toPrice(input: GraphqlMoney): PriceInput {
  const parsed = parseMoney(input);
  return parsed.ok ? parsed.money : { path: ['price', parsed.field], message: parsed.message };
}
