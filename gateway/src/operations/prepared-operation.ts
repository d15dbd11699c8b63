import { operationFromDocument } from '@apollo/federation-internals';
import type { FetchNode, PlanNode, QueryPlan } from '@apollo/query-planner';
import { type DocumentNode, type FieldNode, getOperationAST, type OperationDefinitionNode, print } from 'graphql';

import { compileOperation, type ExecutableOperation } from '../execution/executable-operation.js';
import type { LoadedSupergraph } from '../supergraph/supergraph.js';
import { decideConditions, isEmpty, withoutEmptySelections } from './decide-conditions.js';
import { fragmentsOf } from './fragments.js';
import { withOwnKeys } from './own-keys.js';
import type { RefusedFields } from './refused-fields.js';
import { makeResumable, type Resumption, rootFields } from './resumable-document.js';

/**
 * An operation as one kind of caller may run it, with one combination of values of its conditions: filtered, planned, compiled, ready to be
 * executed any number of times.
 */
export interface PreparedOperation {
  supergraph: LoadedSupergraph;
  operation: OperationDefinitionNode;
  /** Of a subscription: runs once per event. */
  execute: ExecutableOperation;
  /** How a subscription is opened; undefined if its conditions leave nothing of it. */
  stream: PreparedStream | undefined;
  /** What was taken out of a query, and how to answer for it. */
  refused: RefusedFields | undefined;
  /** Of its text and those that subgraphs are asked; to keep it takes up to 20 bytes for each. A literal of the client may stand in all of them. */
  characters: number;
}

export interface PreparedStream {
  /** What the subgraph that owns the root field is subscribed to. */
  primary: FetchNode;
  /** Whether nothing is added to events or changed in them, so that one may serve any number of watchers. */
  leavesEventsAlone: boolean;
  /** Of one that takes a cursor. */
  resumption: Resumption | undefined;
  /** Whether its first event is what is present, so that each watcher has to get one. */
  beginsWithPresent: boolean;
}

/** Stands in a plan for the event that the gateway already has; no subgraph may be called so. */
export const EVENT_SERVICE = '__event__';

export interface PreparationInput {
  supergraph: LoadedSupergraph;
  /** Exactly one operation, with its fragments. */
  document: DocumentNode;
  /** Coerced; those that conditions read must be there. */
  variables: Readonly<Record<string, unknown>>;
  refused?: RefusedFields | undefined;
  /** Labels of `@override` that are on. */
  labels?: readonly string[];
}

/** Plans and compiles an operation. Costs milliseconds: keep what it answers. */
export function prepareOperation(input: PreparationInput): PreparedOperation {
  const { supergraph, refused, labels = [] } = input;
  const { schema, supergraphSchema } = supergraph;
  const decided = decideConditions(input.document, input.variables);
  const { document: resumable, resumption } = makeResumable(schema, decided);
  const document = withOwnKeys(resumable, supergraph.requiredFields);
  const operation = getOperationAST(document);
  if (!operation) throw new Error('The document has not exactly one operation.');
  const fragments = fragmentsOf(document);
  const node = isEmpty(operation) ? undefined : planOf(supergraph, document, labels);
  const compile = (plan: PlanNode | undefined): ExecutableOperation =>
    compileOperation({ schema, supergraphSchema, operation, fragments, plan });
  const characters = print(document).length + charactersOf(node);
  if (node?.kind !== 'Subscription') {
    return { supergraph, operation, execute: compile(node), stream: undefined, refused, characters };
  }
  // Apollo plans a subscription as `{primary, rest}` and leaves running it to others.
  const { primary, rest } = node;
  const event: FetchNode = { ...primary, serviceName: EVENT_SERVICE };
  return {
    supergraph,
    operation,
    execute: compile(rest ? { kind: 'Sequence', nodes: [event, rest] } : event),
    stream: {
      primary,
      leavesEventsAlone: !rest && !primary.outputRewrites?.length,
      resumption,
      beginsWithPresent: isRevision(supergraph, primary.serviceName, rootFields(operation.selectionSet, fragments)),
    },
    refused,
    characters,
  };
}

function charactersOf(node: QueryPlan['node']): number {
  const sum = (nodes: readonly QueryPlan['node'][]): number =>
    nodes.reduce((total, each) => total + charactersOf(each), 0);
  switch (node?.kind) {
    case 'Fetch':
      return node.operation.length;
    case 'Flatten':
      return charactersOf(node.node);
    case 'Sequence':
    case 'Parallel':
      return sum(node.nodes);
    case 'Subscription':
      return sum([node.primary, node.rest]);
    default:
      return 0;
  }
}

/** Of other fields the supergraph does not say how they begin. */
function isRevision({ caching }: LoadedSupergraph, subgraph: string, [root]: readonly FieldNode[]): boolean {
  return caching.revisions.some((each) => each.subgraph === subgraph && each.field === root?.name.value);
}

function planOf(
  { planner, apiSchema }: LoadedSupergraph,
  document: DocumentNode,
  labels: readonly string[],
): QueryPlan['node'] {
  const operation = operationFromDocument(apiSchema, withoutEmptySelections(document), { validate: false });
  return planner.buildQueryPlan(operation, { overrideConditions: new Map(labels.map((label) => [label, true])) }).node;
}
