import { operationFromDocument } from '@apollo/federation-internals';
import { buildOperationContext } from '@apollo/gateway';
import type { QueryPlan } from '@apollo/query-planner';
import type { DocumentNode, OperationDefinitionNode } from 'graphql';

import type { LoadedSupergraph } from '../supergraph/supergraph.js';
import type { RefusedFields } from './refused-fields.js';
import type { Resumption } from './resumable-document.js';

export type OperationContext = ReturnType<typeof buildOperationContext>;

/** An operation as one kind of caller may run it: filtered, planned, ready to be executed any number of times. */
export interface PreparedOperation {
  supergraph: LoadedSupergraph;
  operation: OperationDefinitionNode;
  context: OperationContext;
  plan: QueryPlan;
  /** What was taken out of a query, and how to answer for it. */
  refused: RefusedFields | undefined;
  /** Of a subscription that takes a cursor. */
  resumption: Resumption | undefined;
}

export interface PreparationInput {
  supergraph: LoadedSupergraph;
  /** Exactly one operation, with its fragments. */
  document: DocumentNode;
  refused?: RefusedFields | undefined;
  resumption?: Resumption | undefined;
}

/** Plans an operation. Costs milliseconds: keep what it answers. */
export function prepareOperation({ supergraph, document, refused, resumption }: PreparationInput): PreparedOperation {
  const context = buildOperationContext({ schema: supergraph.schema, operationDocument: document });
  const plan = supergraph.planner.buildQueryPlan(
    operationFromDocument(supergraph.apiSchema, document, { validate: false }),
  );
  return { supergraph, operation: context.operation, context, plan, refused, resumption };
}
