import type { MessageContext } from '@ordergraph/messaging';
import { actorOf } from '@ordergraph/service';
import type { OrdersContext } from './context.js';

/** The conversation that a request begins. */
export const contextOfCommit = ({ principal, correlationId, traceparent }: OrdersContext): MessageContext => ({
  correlationId,
  actor: actorOf(principal),
  ...(traceparent !== undefined && { traceparent }),
});
