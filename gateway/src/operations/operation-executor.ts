import type { ExecutionResult, GraphQLError } from 'graphql';

import { type Admission, type AdmissionRequest, type Door, TurnedAway } from '../door/door.js';
import { refusal } from '../door/refusal.js';
import type { Fields } from '../execution/json.js';
import type { ResponseCache } from '../caching/response-cache.js';
import { forwardedKey } from '../subgraphs/forwarded-headers.js';
import type { SubgraphClient } from '../subgraphs/subgraph-client.js';
import type { SubgraphDirectory } from '../subgraphs/subgraph-directory.js';
import type { CachePolicy } from './cache-policy.js';

export interface ExecutedOperation {
  result: ExecutionResult;
  /** Undefined if the answer may not be kept. */
  policy?: CachePolicy;
}

export type OperationExecutor = (request: AdmissionRequest) => Promise<ExecutedOperation>;

export interface OperationExecutorOptions {
  door: Door;
  directory: SubgraphDirectory<SubgraphClient>;
  cache: ResponseCache;
}

/** Queries and mutations: through the door, then through their plan, then the refused fields are answered for. */
export function createOperationExecutor({ door, directory, cache }: OperationExecutorOptions): OperationExecutor {
  const execute = (
    { variables, context }: AdmissionRequest,
    { prepared }: Admission,
  ): Promise<ExecutionResult<Fields>> =>
    prepared.execute({ subgraphs: directory.of(prepared.supergraph), variables, context });
  return async (request) => {
    try {
      const admission = await door(request);
      const { prepared, coercedVariables, cacheable } = admission;
      if (prepared.operation.operation === 'subscription') return { result: { errors: [needsStream()] } };
      if (cacheable && !prepared.refused) {
        const question = {
          ...cacheable,
          supergraph: prepared.supergraph,
          variables: coercedVariables,
          forwarded: forwardedKey(request.context.forwarded),
        };
        return await cache.answer(question, () => execute(request, admission));
      }
      return { result: withRefused(await execute(request, admission), admission) };
    } catch (error) {
      if (error instanceof TurnedAway) return { result: { errors: error.errors } };
      throw error;
    }
  };
}

function withRefused(result: ExecutionResult<Fields>, { prepared, coercedVariables }: Admission): ExecutionResult {
  if (!prepared.refused || !result.data) return result;
  const { data, errors } = prepared.refused.answer(result.data, coercedVariables);
  return errors.length === 0 ? { ...result, data } : { ...result, data, errors: [...(result.errors ?? []), ...errors] };
}

function needsStream(): GraphQLError {
  return refusal(
    'SUBSCRIPTION_NEEDS_STREAM',
    'Subscriptions are answered as multipart/mixed;subscriptionSpec=1.0 or text/event-stream, or over graphql-transport-ws.',
  );
}
