import { isEmpty } from '../operations/decide-conditions.js';
import { endStreamSpan } from '../tracing/traced-streams.js';
import { FederatedStream } from './federated-stream.js';
import { SharedResults } from './shared-results.js';
import { cursorFor, subscriptionPlan } from './subscription-plan.js';
import type {
  FederatedSubscriptionsOptions,
  StreamObserver,
  Subscribe,
  SubscriptionRequest,
} from './subscription-request.js';

/** Opens streams for clients of whatever transport. Throws TurnedAway, or what is wrong with the document. */
export function createSubscriptions(options: FederatedSubscriptionsOptions): Subscribe {
  const streams = new Set<FederatedStream>();
  const results = new SharedResults();
  options.registry.onLoad((supergraph) => {
    for (const stream of streams) void stream.follow(supergraph);
  });
  return async (request) => {
    const supergraph = await options.registry.loaded();
    const document = options.documents(supergraph, request.source);
    const admission = await options.door({ ...request, schema: supergraph.schema, document });
    if (isEmpty(admission.prepared.operation)) return emptyStream(request, options.observe);
    const plan = subscriptionPlan(admission, request.variables);
    const stream = new FederatedStream({
      ...options,
      request,
      plan,
      results,
      cursor: cursorFor(plan, request.cursor) ?? plan.stream.resumption?.initialCursor(plan.coercedVariables),
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

/** Of a subscription whose root field is not selected: complete at once. */
function emptyStream({ context }: SubscriptionRequest, observe: StreamObserver): ReturnType<Subscribe> {
  observe.opened();
  observe.ended('completed');
  endStreamSpan(context, { reason: 'completed', dropped: 0 }, 0);
  return Promise.resolve(noEvents());
}

async function* noEvents(): AsyncGenerator<never, void, undefined> {
  yield* [];
}
