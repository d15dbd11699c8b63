import type { RestockAttempt } from '../history/attempts.js';
import type { Client } from './client.js';

const document = `mutation Restock($input: RestockProductInput!) {
  restockProduct(input: $input) { __typename ... on UserError { message } }
}`;

/** Adds pieces, again with the same key while nobody answers; the outcome is written into the attempt. */
export async function restockProduct(operator: Client, attempt: RestockAttempt, signal: AbortSignal): Promise<void> {
  const { key: idempotencyKey, productId, quantity } = attempt;
  const variables = { input: { idempotencyKey, productId, quantity } };
  interface Outcome {
    restockProduct: { __typename: string };
  }
  const answer = await operator.insist<Outcome>({ document, variables }, signal, attempt);
  if (!answer) return;
  const { __typename } = answer.restockProduct;
  attempt.outcome = __typename === 'RestockProductSuccess' ? 'accepted' : 'refused';
  if (attempt.outcome === 'refused') attempt.reason = __typename;
}
