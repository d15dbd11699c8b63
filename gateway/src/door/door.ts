import { type DocumentNode, getVariableValues, GraphQLError, type GraphQLSchema } from 'graphql';

import { OperationAnalyses } from '../operations/analysed-operation.js';
import type { PreparedOperation } from '../operations/prepared-operation.js';
import type { RequestContext } from '../request-context.js';
import type { SupergraphRegistry } from '../supergraph/supergraph-registry.js';
import { exceededLimit, exceededPageSize, type OperationLimits } from './operation-limits.js';
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
}

export type Door = (request: AdmissionRequest) => Promise<Admission>;

/** An operation was turned away; the reasons are errors of the catalogue. */
export class TurnedAway extends Error {
  constructor(readonly errors: readonly GraphQLError[]) {
    super(errors[0]?.message ?? 'turned away');
    this.name = 'TurnedAway';
  }
}

export interface DoorOptions {
  registry: SupergraphRegistry;
  limits: OperationLimits;
  rateLimits: RateLimits;
}

/**
 * The one door that every operation of every transport passes after it was parsed and validated: limits, sign-in rates, variables,
 * authorization, plan. Throws TurnedAway.
 */
export function createDoor({ registry, limits, rateLimits }: DoorOptions): Door {
  const analyses = new OperationAnalyses();
  return async ({ schema, document, operationName, variables, context }) => {
    const supergraph = registry.of(schema);
    const analysed = orTurnAway(() => analyses.of({ supergraph, document, operationName }));
    const exceeded = exceededLimit(analysed.measure, limits) ?? exceededPageSize(analysed.measure, variables, limits);
    if (exceeded) throw new TurnedAway([exceeded]);
    const { errors, coerced } = getVariableValues(schema, analysed.operation.variableDefinitions ?? [], variables);
    if (errors)
      throw new TurnedAway(
        errors.map(({ message, nodes }) => refusal('BAD_USER_INPUT', message, { nodes: nodes ?? null })),
      );
    const prepared = orTurnAway(() => analysed.preparedFor(context.principal));
    const limited = await rateLimits.signIn(analysed.mutations(), context);
    if (limited) throw new TurnedAway([limited]);
    return { prepared, coercedVariables: coerced };
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
