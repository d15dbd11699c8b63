import { executeQueryPlan, type GraphQLDataSource } from '@apollo/gateway';
import type { QueryPlan } from '@apollo/query-planner';
import type { ExecutionResult } from 'graphql';
import type { Logger } from 'pino';

import type { RequestContext } from '../request-context.js';
import type { PreparedOperation } from './prepared-operation.js';

export interface PlanExecution {
  prepared: PreparedOperation;
  /** Which plan of the operation: a subscription's event has another one than its opening. */
  plan: QueryPlan;
  sources: Readonly<Record<string, GraphQLDataSource>>;
  variables: Readonly<Record<string, unknown>>;
  context: RequestContext;
}

/** Runs plans. Behind an interface, so that a faster executor can take Apollo's place. */
export type PlanExecutor = (execution: PlanExecution) => Promise<ExecutionResult>;

type GatewayRequestContext = Parameters<typeof executeQueryPlan>[2];

/** Apollo's own executor. It reads no more of the request context than is here. */
export function apolloPlanExecutor(logger: Logger): PlanExecutor {
  return async ({ prepared, plan, sources, variables, context }) => {
    const requestContext = {
      request: { variables },
      context,
      metrics: {},
      logger,
    } as unknown as GatewayRequestContext;
    const { supergraph, context: operationContext } = prepared;
    return (await executeQueryPlan(
      plan,
      sources,
      requestContext,
      operationContext,
      supergraph.supergraphSchema,
      supergraph.apiSchema,
    )) as ExecutionResult;
  };
}
