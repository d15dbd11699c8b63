import type { ExecutionResult } from 'graphql';

import { FederatedStream } from './federated-stream.js';
import { subscriptionPlan } from './subscription-plan.js';
import type { FederatedSubscriptionsOptions, SubscriptionRequest } from './subscription-request.js';

export type Subscribe = (request: SubscriptionRequest) => Promise<AsyncGenerator<ExecutionResult, void, undefined>>;

/** Opens streams for clients of whatever transport. Throws TurnedAway, or what is wrong with the document. */
export function createSubscriptions(options: FederatedSubscriptionsOptions): Subscribe {
  const streams = new Set<FederatedStream>();
  options.registry.onLoad((supergraph) => {
    for (const stream of streams) void stream.follow(supergraph);
  });
  return async (request) => {
    const supergraph = await options.registry.loaded();
    const document = options.documents(supergraph, request.source);
    const plan = subscriptionPlan(await options.door({ ...request, schema: supergraph.schema, document }));
    const stream = new FederatedStream({
      ...options,
      request,
      plan,
      cursor: request.cursor ?? plan.stream.resumption?.initialCursor(plan.coercedVariables),
      onEnd: (reason) => {
        streams.delete(stream);
        options.observe.ended(reason);
      },
    });
    streams.add(stream);
    options.observe.opened();
    return stream.start();
  };
}
