import type { ApolloClient } from '@apollo/client';
import {
  type MoneyInput,
  type OrderLineInput,
  PlaceDocument,
  type PlaceMutation,
  QuoteDocument,
} from '@ordergraph/graph';

import { element, say } from './page.js';

type Placed = Extract<PlaceMutation['placeOrder'], { __typename: 'PlaceOrderSuccess' }>['order'];

/** One intent to buy, under one key: however often it is sent, it places one order. */
export interface Intent {
  readonly idempotencyKey: string;
  readonly lines: readonly OrderLineInput[];
  readonly expectedTotal: MoneyInput;
}

export function chosenLines(): OrderLineInput[] {
  const productId = element('product', HTMLSelectElement).value;
  return [{ productId, quantity: element('quantity', HTMLInputElement).valueAsNumber }];
}

/** Asks what the lines cost, and shows it. */
export async function quote(apollo: ApolloClient, lines: readonly OrderLineInput[]): Promise<Intent | undefined> {
  const { data } = await apollo.query({ query: QuoteDocument, variables: { lines }, fetchPolicy: 'network-only' });
  const answer = data?.quoteOrder;
  if (answer?.__typename !== 'OrderQuote') {
    say(answer?.message ?? 'There is no price for it.');
    return undefined;
  }
  const { amount, currencyCode } = answer.total;
  element('total', HTMLElement).textContent = `${amount} ${currencyCode}`;
  return { idempotencyKey: crypto.randomUUID(), lines, expectedTotal: { amount, currencyCode } };
}

export async function place(apollo: ApolloClient, intent: Intent): Promise<Placed | undefined> {
  const paymentToken = element('payment', HTMLSelectElement).value;
  const { data } = await apollo.mutate({ mutation: PlaceDocument, variables: { input: { ...intent, paymentToken } } });
  const answer = data?.placeOrder;
  if (answer?.__typename === 'PlaceOrderSuccess') return answer.order;
  say(answer && 'message' in answer ? answer.message : 'Nothing was ordered.');
  return undefined;
}
