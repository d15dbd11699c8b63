import type { RequestContext } from '../request-context.js';
import type { SubgraphTokens } from './subgraph-tokens.js';

/** What a subgraph is told of a request: for whom it is asked, and what it belongs to. */
export interface SubgraphClaims extends Readonly<Record<string, string>> {
  readonly authorization: string;
  readonly correlationId: string;
}

export async function subgraphClaims(
  tokens: SubgraphTokens,
  subgraph: string,
  context: RequestContext,
): Promise<SubgraphClaims> {
  const { correlationId, traceparent, tracestate, forwarded = [] } = context;
  const claims: Record<string, string> = {};
  for (const { name, value, to } of forwarded) if (to?.has(subgraph) ?? true) claims[name] = value;
  if (traceparent !== undefined) claims['traceparent'] = traceparent;
  if (tracestate !== undefined) claims['tracestate'] = tracestate;
  claims['authorization'] = `Bearer ${await tokens(subgraph, context)}`;
  claims['correlationId'] = correlationId;
  return claims as SubgraphClaims;
}
