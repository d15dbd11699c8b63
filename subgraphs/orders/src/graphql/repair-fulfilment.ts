import { mutationCause } from '@ordergraph/messaging';
import { actorOf, BadUserInput } from '@ordergraph/service';
import type { Repair } from '../domain/repair-fulfilment.js';
import type { Orders } from '../use-cases/orders.js';
import { repairFulfilment } from '../use-cases/repair-fulfilment.js';
import { checkedNote } from './cancel-order.js';
import { contextOfCommit } from './commit-context.js';
import type { OrdersContext } from './context.js';
import { notFound } from './not-found.js';
import { orderNow } from './visible-order.js';

interface Target {
  readonly orderId: string;
}
interface Reasoned extends Target {
  readonly note: string;
}

/** What operators do about an order whose fulfilment is stuck. */
export const repairResolvers = (orders: Orders) => {
  const repair = async (orderId: string, what: Repair, context: OrdersContext) => {
    const field = `${what.action}Fulfilment`;
    const cause = mutationCause({ principal: what.by, field, context: contextOfCommit(context) });
    const executed = await repairFulfilment(orders, orderId, what, cause);
    if (executed.outcome === 'refused' && executed.refusal === 'NOT_FOUND') return notFound(orderId);
    const order = orderNow(context, orderId);
    if (executed.outcome !== 'refused') return { __typename: 'RepairFulfilmentSuccess', order };
    return { __typename: 'FulfilmentNotStuck', message: 'There is nothing of this kind to repair.', order };
  };
  const by = ({ principal }: OrdersContext): string => actorOf(principal);
  return {
    retryFulfilment: (_: unknown, { orderId }: Target, context: OrdersContext) =>
      repair(orderId, { action: 'retry', by: by(context) }, context),
    compensateFulfilment: (_: unknown, { orderId, note }: Reasoned, context: OrdersContext) =>
      repair(orderId, { action: 'compensate', by: by(context), note: reasonOf(note) }, context),
    abandonFulfilment: (_: unknown, { orderId, note }: Reasoned, context: OrdersContext) =>
      repair(orderId, { action: 'abandon', by: by(context), note: reasonOf(note) }, context),
  };
};

function reasonOf(note: string): string {
  if (note.trim() === '') throw new BadUserInput('note must say why.');
  return checkedNote(note);
}
