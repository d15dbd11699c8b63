import type { OrderShown } from '../history/aftermath.js';
import type { Shop } from '../workload/shop.js';
import { inGroups } from './in-groups.js';

const document = 'query Order($id: ID!) { order(id: $id) { version status } }';

/** What customers are shown of their orders, each asked for by its own customer; by the operator, where the customer is forgotten. */
export async function readShown(
  orders: readonly { readonly id: string; readonly customerId: string }[],
  { customers, operator }: Shop,
  patience: AbortSignal,
): Promise<Map<string, OrderShown>> {
  const clients = new Map(customers.map((client) => [client.userId, client]));
  const shown = new Map<string, OrderShown>();
  await inGroups(orders, async ({ id, customerId }) => {
    const question = { document, variables: { id } };
    const answer = await (clients.get(customerId) ?? operator).insist<{ order: OrderShown | null }>(question, patience);
    if (answer?.order) shown.set(id, answer.order);
  });
  return shown;
}
