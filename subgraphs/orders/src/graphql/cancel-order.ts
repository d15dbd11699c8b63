import { mutationCause } from '@ordergraph/messaging';
import { actorOf, BadUserInput } from '@ordergraph/service';
import { cancelOrder } from '../use-cases/cancel-order.js';
import type { Orders } from '../use-cases/orders.js';
import { contextOfCommit } from './commit-context.js';
import type { OrdersContext } from './context.js';
import { notFound } from './not-found.js';
import { orderNow, visibleOrder } from './visible-order.js';

interface CancelOrderInput {
  readonly orderId: string;
  readonly note?: string | null;
}

export const cancelOrderResolver =
  (orders: Orders) =>
  async (_: unknown, { input: { orderId, note } }: { input: CancelOrderInput }, context: OrdersContext) => {
    const loaded = await visibleOrder(context, orderId);
    if (!loaded) return notFound(orderId);
    const by = actorOf(context.principal);
    const isCustomer = by === `user:${loaded.order.customerId}`;
    const request = {
      reason: isCustomer ? 'CUSTOMER_REQUEST' : 'OPERATOR',
      by,
      ...(typeof note === 'string' && { note: checkedNote(note) }),
    } as const;
    const cause = mutationCause({ principal: by, field: 'cancelOrder', context: contextOfCommit(context) });
    const executed = await cancelOrder(orders, orderId, request, cause);
    const order = orderNow(context, orderId);
    if (executed.outcome !== 'refused') return { __typename: 'CancelOrderSuccess', order };
    if (executed.refusal === 'NOT_FOUND') return notFound(orderId);
    return { __typename: 'OrderNotCancellable', message: 'It is too late to cancel this order.', order };
  };

const longestNote = 1_000;

/** @throws {BadUserInput} when the note is longer than anybody would read */
export function checkedNote(note: string): string {
  if (note.length > longestNote) throw new BadUserInput(`note must have at most ${longestNote} characters.`);
  return note;
}
