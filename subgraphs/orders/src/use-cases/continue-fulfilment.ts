import { messageCause, type Received } from '@ordergraph/messaging';
import type { Orders } from './orders.js';

/** Name of the consumer that moves orders on. */
export const orderFulfilmentConsumer = 'order-fulfilment';

/** An owner answered: the saga takes its next step, or none when the answer is a duplicate or came too late. */
export async function continueFulfilment(
  { log, decider, fulfilment }: Orders,
  event: Received<{ readonly orderId: string }>,
): Promise<void> {
  await log.execute(decider, event.data.orderId, {
    ...messageCause(event, `orders.${orderFulfilmentConsumer}`),
    decide: (order, now) =>
      order.kind === 'placed' ? fulfilment.reply({ saga: order.saga, subject: order, now }, event) : [],
  });
}
