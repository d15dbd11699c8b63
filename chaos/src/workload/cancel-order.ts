import type { Attempt } from '../history/attempts.js';
import type { Client } from './client.js';

const document = `mutation Cancel($input: CancelOrderInput!) {
  cancelOrder(input: $input) { __typename ... on UserError { message } }
}`;

/** Asks for cancellation until somebody answers; the outcome is written into the attempt. */
export async function cancelOrder(client: Client, attempt: Attempt, signal: AbortSignal): Promise<void> {
  const variables = { input: { orderId: attempt.key } };
  const answer = await client.insist<{ cancelOrder: { __typename: string } }>({ document, variables }, signal, attempt);
  if (!answer) return;
  const { __typename } = answer.cancelOrder;
  attempt.outcome = __typename === 'CancelOrderSuccess' ? 'accepted' : 'refused';
  if (attempt.outcome === 'refused') attempt.reason = __typename;
}
