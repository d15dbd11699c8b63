import type { ExecutionResult, GraphQLError } from 'graphql';

import { type AdmissionRequest, type Door, TurnedAway } from '../door/door.js';
import { refusal } from '../door/refusal.js';
import type { SubgraphClient } from '../subgraphs/subgraph-client.js';
import type { SubgraphDirectory } from '../subgraphs/subgraph-directory.js';

export type OperationExecutor = (request: AdmissionRequest) => Promise<ExecutionResult>;

export interface OperationExecutorOptions {
  door: Door;
  directory: SubgraphDirectory<SubgraphClient>;
}

/** Queries and mutations: through the door, then through their plan, then the refused fields are answered for. */
export function createOperationExecutor({ door, directory }: OperationExecutorOptions): OperationExecutor {
  return async (request) => {
    try {
      const { prepared, coercedVariables } = await door(request);
      if (prepared.stream) return { errors: [needsStream()] };
      const result = await prepared.execute({
        subgraphs: directory.of(prepared.supergraph),
        variables: request.variables,
        coercedVariables,
        context: request.context,
      });
      if (!prepared.refused || !result.data) return result;
      const { data, errors } = prepared.refused.answer(result.data, coercedVariables);
      return errors.length === 0
        ? { ...result, data }
        : { ...result, data, errors: [...(result.errors ?? []), ...errors] };
    } catch (error) {
      if (error instanceof TurnedAway) return { errors: error.errors };
      throw error;
    }
  };
}

function needsStream(): GraphQLError {
  return refusal(
    'SUBSCRIPTION_NEEDS_STREAM',
    'Subscriptions are answered as multipart/mixed;subscriptionSpec=1.0 or text/event-stream, or over graphql-transport-ws.',
  );
}
