import { mutationCause } from '@ordergraph/messaging';
import { actorOf, type GraphqlMoney, isIdempotencyKey, parseMoney, Unauthenticated } from '@ordergraph/service';
import type { PlaceOrderRefusal, PlaceOrderRequest } from '../domain/place-order.js';
import type { InvalidField, LineRequested, QuoteRefusal } from '../domain/quote.js';
import type { ReadCatalogue } from '../use-cases/catalogue.js';
import type { IsErased } from '../use-cases/erased-customers.js';
import type { Orders } from '../use-cases/orders.js';
import { placeOrder } from '../use-cases/place-order.js';
import { contextOfCommit } from './commit-context.js';
import type { OrdersContext } from './context.js';
import { quoteRefusal, shownQuote } from './quotes.js';
import { orderNow } from './visible-order.js';

interface PlaceOrderInput {
  readonly idempotencyKey: string;
  readonly lines: readonly LineRequested[];
  readonly paymentToken: string;
  readonly expectedTotal?: GraphqlMoney | null;
}

export const placeOrderResolver =
  (services: Orders & { readonly readCatalogue: ReadCatalogue; readonly isErased: IsErased }) =>
  async (_: unknown, { input }: { input: PlaceOrderInput }, context: OrdersContext) => {
    const { principal } = context;
    if (principal.kind !== 'user') throw new Unauthenticated();
    const request = requestOf(input, principal.userId);
    if ('problem' in request) return quoteRefusal(request);
    const key = { principal: actorOf(principal), field: 'placeOrder', idempotencyKey: input.idempotencyKey };
    const cause = mutationCause({ ...key, input, context: contextOfCommit(context) });
    const readCatalogue = catalogueFor(principal.userId, services);
    const placed = await placeOrder({ ...services, readCatalogue }, request, { key, cause });
    if (placed.outcome === 'key-reused') return keyReused;
    if (placed.outcome === 'refused') return refusal(placed.refusal);
    return { __typename: 'PlaceOrderSuccess', order: acceptedOrder(placed, context) };
  };

/** Both are read at once: ordering waits for no second query. @throws {Unauthenticated} for a person who was erased */
const catalogueFor =
  (userId: string, sources: { readonly readCatalogue: ReadCatalogue; readonly isErased: IsErased }): ReadCatalogue =>
  async (lines) => {
    const [catalogue, isErased] = await Promise.all([sources.readCatalogue(lines), sources.isErased(userId)]);
    if (isErased) throw new Unauthenticated();
    return catalogue;
  };

/** What was just placed need not be read again. */
function acceptedOrder(placed: Awaited<ReturnType<typeof placeOrder>>, context: OrdersContext) {
  const { state, orderId, outcome } = placed;
  if (outcome !== 'committed' || state.kind !== 'placed') return orderNow(context, orderId);
  return { order: state, commits: [placed.commit] };
}

const keyReused = {
  __typename: 'IdempotencyKeyReused',
  message: 'This idempotency key was used before for another order. Make a new key for a new order.',
};

function refusal(refused: PlaceOrderRefusal) {
  if (refused.problem !== 'PRICE_CHANGED') return quoteRefusal(refused);
  const quote = shownQuote(refused.quote);
  return { __typename: 'PriceChanged', message: 'The price has changed; nothing was ordered.', quote };
}

type InvalidInput = Extract<QuoteRefusal, { readonly problem: 'INVALID_INPUT' }>;

function requestOf(input: PlaceOrderInput, customerId: string): PlaceOrderRequest | InvalidInput {
  const { lines, paymentToken, expectedTotal, idempotencyKey } = input;
  const expected = expectedTotal ? parseMoney(expectedTotal) : undefined;
  const fields: InvalidField[] = [];
  if (!isIdempotencyKey(idempotencyKey, 255)) {
    const message = 'Must have 1 to 255 characters, all of them whole; a UUID is best.';
    fields.push({ path: ['idempotencyKey'], message });
  }
  if (expected && !expected.ok) fields.push({ path: ['expectedTotal', expected.field], message: expected.message });
  if (fields.length > 0) return { problem: 'INVALID_INPUT', fields };
  return { customerId, lines, paymentToken, ...(expected?.ok && { expectedTotal: expected.money }) };
}
