import { ROOT_CONTEXT, SpanKind } from '@opentelemetry/api';
import type { Tracing } from '@ordergraph/service';
import { type ExecutionResult, GraphQLError } from 'graphql';

import { TurnedAway } from '../door/door.js';
import type { RequestContext } from '../request-context.js';
import type { Subscribe } from '../subscriptions/subscription-request.js';
import type { WatchClose } from '../subscriptions/watcher.js';
import { endSpan, operationAttributes, parentOf, spanNameOf, within } from './spans.js';

const operation = (name: string | undefined) => ({ type: 'subscription', name });

/** Opens streams, each within a span for as long as it lasts; `endStreamSpan` ends it. */
export function tracedSubscribe(subscribe: Subscribe, tracing: Tracing | undefined): Subscribe {
  if (!tracing) return subscribe;
  return async (request) => {
    const { context } = request;
    const asked = operation(request.operationName);
    const how = { kind: SpanKind.SERVER, attributes: operationAttributes(asked, context) };
    const span = tracing.tracer.startSpan(spanNameOf(asked), how, parentOf(tracing, context));
    try {
      return await subscribe({ ...request, context: within(tracing, span, context) });
    } catch (error) {
      endSpan(span, reasonsOf(error));
      throw error;
    }
  };
}

function reasonsOf(error: unknown): Parameters<typeof endSpan>[1] {
  if (error instanceof TurnedAway) return error.errors;
  return [error instanceof GraphQLError ? error : {}];
}

/** The end of a stream for its reader, who may have been given what was waiting when its subgraph ended it. */
export function endStreamSpan(
  { span }: RequestContext,
  { reason, dropped, error }: WatchClose,
  delivered: number,
): void {
  if (!span) return;
  span.setAttributes({
    'ordergraph.stream.end': reason,
    'ordergraph.stream.delivered': delivered,
    'ordergraph.stream.dropped': dropped,
  });
  endSpan(span, error && [error]);
}

/**
 * Completes an event within a trace of its own, linked to the subscription's: that one may last for days, and is seen only when it is over. Events of a
 * subscription that is not recorded are not either; of the others the sampler chooses as among traces that begin here (ADR 32).
 */
export async function tracedEvent(
  tracing: Tracing,
  { context, name }: { context: RequestContext; name: string | undefined },
  complete: (context: RequestContext) => Promise<ExecutionResult>,
): Promise<ExecutionResult> {
  if (!context.span?.isRecording()) return complete(context);
  const asked = operation(name);
  const span = tracing.tracer.startSpan(
    `${spanNameOf(asked)} event`,
    {
      kind: SpanKind.CONSUMER,
      links: [{ context: context.span.spanContext() }],
      attributes: operationAttributes(asked, context),
    },
    ROOT_CONTEXT,
  );
  try {
    const result = await complete(within(tracing, span, context));
    endSpan(span, result.errors);
    return result;
  } catch (error) {
    endSpan(span, [{}]);
    throw error;
  }
}
