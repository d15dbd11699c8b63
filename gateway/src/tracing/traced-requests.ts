import { type Attributes, SpanKind } from '@opentelemetry/api';
import type { Tracing } from '@ordergraph/service';

import type { SubgraphOperation } from '../execution/subgraph.js';
import type { RequestContext } from '../request-context.js';
import { parentOf, within } from './spans.js';

/** The context of a request to a subgraph; with tracing, within a span that whoever asks is to end. */
export type TraceRequest = (operation: SubgraphOperation, context: RequestContext) => RequestContext;

export function tracedRequests(
  { name, url }: { name: string; url: string },
  tracing: Tracing | undefined,
): TraceRequest {
  if (!tracing) return (_operation, context) => context;
  const { hostname, port } = new URL(url);
  const ofSubgraph = {
    'ordergraph.subgraph.name': name,
    'server.address': hostname,
    ...(port !== '' && { 'server.port': Number(port) }),
  };
  return ({ variables, question: { operationName } }, context) => {
    const { representations } = variables;
    const attributes: Attributes = { ...ofSubgraph };
    if (Array.isArray(representations)) attributes['ordergraph.subgraph.entities'] = representations.length;
    if (operationName !== undefined) attributes['graphql.operation.name'] = operationName.slice(0, LONGEST_NAME);
    const how = { kind: SpanKind.CLIENT, attributes };
    return within(tracing, tracing.tracer.startSpan(`subgraph ${name}`, how, parentOf(tracing, context)), context);
  };
}

/** The planner makes the name from that of the client's operation. */
const LONGEST_NAME = 150;
