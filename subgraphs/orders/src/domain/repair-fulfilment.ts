import type { Decision } from '@ordergraph/messaging';
import { isStuck, type SagaRunner } from '@ordergraph/messaging/saga';
import type { Order, OrderStream } from './order.js';

/** What an operator does about an order whose fulfilment is stuck. `by`: `user:<id>`. */
export type Repair =
  | { readonly action: 'retry'; readonly by: string }
  | { readonly action: 'compensate'; readonly by: string; readonly note: string }
  | { readonly action: 'abandon'; readonly by: string; readonly note: string };

export type RepairRefusal = 'NOT_FOUND' | 'NOT_STUCK';

export function decideRepair(
  order: OrderStream,
  repair: Repair,
  { fulfilment, now }: { readonly fulfilment: SagaRunner<Order>; readonly now: Date },
): Decision<RepairRefusal> {
  if (order.kind === 'unknown') return { refused: 'NOT_FOUND' };
  if (!isStuck(order.saga, now)) return { refused: 'NOT_STUCK' };
  const situation = { saga: order.saga, subject: order, now };
  switch (repair.action) {
    case 'retry':
      return fulfilment.retry(situation, repair.by);
    case 'compensate':
      return fulfilment.compensate(situation, { reason: 'OPERATOR', by: repair.by, note: repair.note });
    case 'abandon':
      return orNotStuck(fulfilment.abandon(situation, repair));
  }
}

/** There is no undo to give up while the order is still being fulfilled: compensate it first. */
const orNotStuck = (messages: Extract<Decision, readonly unknown[]>): Decision<RepairRefusal> =>
  messages.length > 0 ? messages : { refused: 'NOT_STUCK' };
