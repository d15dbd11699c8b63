import type { RequestContext } from '../request-context.js';

/** What a subgraph is told of a request: for whom it is asked, and what it belongs to. */
export interface SubgraphClaims extends Readonly<Record<string, string>> {
  readonly authorization: string;
  readonly correlationId: string;
}

/** @param token by which the gateway tells this subgraph who asks */
export function subgraphClaims(token: string, subgraph: string, context: RequestContext): SubgraphClaims {
  const { correlationId, traceparent, tracestate, forwarded = [] } = context;
  const claims: Record<string, string> = {};
  for (const { name, value, to } of forwarded) if (to?.has(subgraph) ?? true) claims[name] = value;
  if (traceparent !== undefined) claims['traceparent'] = traceparent;
  if (tracestate !== undefined) claims['tracestate'] = tracestate;
  claims['authorization'] = `Bearer ${token}`;
  claims['correlationId'] = correlationId;
  return claims as SubgraphClaims;
}
