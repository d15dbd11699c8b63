import { type DocumentNode, getVariableValues, GraphQLError, type GraphQLSchema } from 'graphql';

import type { CacheableOperation } from '../operations/analysed-operation.js';
import { OperationAnalyses } from '../operations/operation-analyses.js';
import type { PreparedOperation } from '../operations/prepared-operation.js';
import type { RequestContext } from '../request-context.js';
import type { SupergraphRegistry } from '../supergraph/supergraph-registry.js';
import { exceededCost, exceededPageSize, type OperationLimits } from './operation-limits.js';
import type { RateLimits } from './rate-limits.js';
import { refusal } from './refusal.js';

export interface AdmissionRequest {
  /** Under which the document was validated. */
  schema: GraphQLSchema;
  document: DocumentNode;
  operationName: string | undefined;
  variables: Readonly<Record<string, unknown>>;
  context: RequestContext;
}

export interface Admission {
  prepared: PreparedOperation;
  /** With defaults applied; subgraphs get the variables as they came. */
  coercedVariables: Readonly<Record<string, unknown>>;
  /** Undefined if the answer may not be kept. */
  cacheable: CacheableOperation | undefined;
}

export type Door = (request: AdmissionRequest) => Promise<Admission>;

/** An operation was turned away; the reasons are errors of the catalogue. */
export class TurnedAway extends Error {
  constructor(readonly errors: readonly GraphQLError[]) {
    super(errors[0]?.message ?? 'turned away');
    this.name = 'TurnedAway';
  }
}

/** The end of a request that is none. */
export function malformed(message: string): TurnedAway {
  return new TurnedAway([refusal('BAD_REQUEST', message)]);
}

export interface DoorOptions {
  registry: SupergraphRegistry;
  limits: OperationLimits;
  /** Of lists about which the supergraph says nothing. */
  assumedListSize: number;
  rateLimits: RateLimits;
  observeCost: (cost: number, outcome: 'admitted' | 'refused') => void;
}

/**
 * The one door that every operation of every transport passes after it was read (`documents`): page sizes, variables, cost, authorization, plan,
 * sign-in rates. Throws TurnedAway.
 */
export function createDoor({ registry, limits, assumedListSize, rateLimits, observeCost }: DoorOptions): Door {
  const analyses = new OperationAnalyses({ assumedListSize });
  return async ({ schema, document, operationName, variables, context }) => {
    const supergraph = registry.of(schema);
    const analysed = orTurnAway(() => analyses.of({ supergraph, document, operationName }));
    const exceeded = exceededPageSize(analysed.pages, variables, limits);
    if (exceeded) throw new TurnedAway([exceeded]);
    const { errors, coerced } = getVariableValues(schema, analysed.operation.variableDefinitions ?? [], variables);
    if (errors)
      throw new TurnedAway(
        errors.map(({ message, nodes }) => refusal('BAD_USER_INPUT', message, { nodes: nodes ?? null })),
      );
    const cost = orTurnAway(() => analysed.cost(coerced));
    const tooExpensive = exceededCost(cost, limits);
    observeCost(cost, tooExpensive ? 'refused' : 'admitted');
    if (tooExpensive) throw new TurnedAway([tooExpensive]);
    const prepared = orTurnAway(() => analysed.preparedFor(context.principal, coerced));
    const mutations = analysed.mutations();
    const limited = mutations.length > 0 ? await rateLimits.signIn(mutations, context) : undefined;
    if (limited) throw new TurnedAway([limited]);
    return { prepared, coercedVariables: coerced, cacheable: analysed.cacheable };
  };
}

function orTurnAway<T>(step: () => T): T {
  try {
    return step();
  } catch (error) {
    if (error instanceof GraphQLError) throw new TurnedAway([error]);
    throw error;
  }
}
