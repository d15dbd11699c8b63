import type { FetchNode, PlanNode } from '@apollo/query-planner';
import { type GraphQLSchema, OperationTypeNode } from 'graphql';

import type { Execution, Step } from './execution.js';
import { entityErrors, fetchFailure, rootPath, subgraphError } from './fetch-errors.js';
import type { OperationParts } from './introspection.js';
import { cloneJson, type Fields, isFields, mergeInto, readField } from './json.js';
import type { Place } from './places.js';
import { compileRepresentation, type Represent } from './representations.js';
import { compilePathRenames, type RenamePath } from './renamed-paths.js';
import { compileRewrites, type Rewrite } from './rewrites.js';
import type { Question, SubgraphAnswer } from './subgraph.js';
import { unansweredPaths } from './unanswered.js';

export interface PlanInput {
  /** The supergraph's. */
  readonly schema: GraphQLSchema;
  /** The whole of it. */
  readonly plan: PlanNode | undefined;
  /** What the client asked. */
  readonly asked: OperationParts;
}

/** Asks one subgraph and adds its answer. A failure is noted, and what depends on it finds nothing to do. */
export function compileFetch(input: PlanInput, node: FetchNode): Step {
  const { schema } = input;
  const answered: AnswerNames = {
    rewrite: compileRewrites(schema, node.outputRewrites),
    renamePath: compilePathRenames(node.outputRewrites),
  };
  const unanswered = unansweredPaths({ ...input, node });
  const represent = node.requires && compileRepresentation(schema, node.requires);
  const run = represent
    ? entityFetch(node, {
        represent,
        rewriteInput: compileRewrites(schema, node.inputRewrites),
        answered,
        standIns: standIns(node),
      })
    : rootFetch(node, answered);
  return async (execution, places) => {
    if (places.length === 0) return;
    try {
      await run(execution, places);
    } catch (error) {
      const askers = represent ? places.filter(({ fields }) => represent(fields) !== undefined) : places;
      const { told, untold } = unanswered(askers);
      for (const path of told) execution.errors.push(fetchFailure(error, node.serviceName, path));
      for (const path of untold) execution.untold.push(path);
    }
  };
}

/** From the names that a plan gives to what it asks, back to the client's. */
interface AnswerNames {
  rewrite: Rewrite;
  renamePath: RenamePath;
}

function rootFetch(node: FetchNode, { rewrite, renamePath }: AnswerNames): Step {
  const ask = compileAsking(node);
  return async (execution, places) => {
    const { data, errors = [] } = await ask(execution, {});
    for (const place of places) {
      for (const error of errors)
        execution.errors.push(subgraphError(error, node.serviceName, rootPath(place, error, renamePath)));
    }
    if (!isFields(data)) return;
    rewrite(data);
    addEverywhere(places, data);
  };
}

interface EntityFetch {
  represent: Represent;
  rewriteInput: Rewrite;
  answered: AnswerNames;
  standIns: ReadonlySet<unknown>;
}

function entityFetch(node: FetchNode, { represent, rewriteInput, answered, standIns }: EntityFetch): Step {
  const { serviceName } = node;
  const ask = compileAsking(node);
  return async (execution, places) => {
    const { representations, askers } = representEach(places, (fields) => {
      const representation = represent(fields);
      if (representation) rewriteInput(representation);
      return representation;
    });
    if (representations.length === 0) return;
    const answer = await ask(execution, { representations });
    if (answer.errors) {
      const { told, untold } = entityErrors(answer, askers, { serviceName, renamePath: answered.renamePath });
      for (const error of told) execution.errors.push(error);
      for (const path of untold) execution.untold.push(path);
    }
    if (!isFields(answer.data)) return;
    const entities = entitiesOf(answer.data, representations.length);
    for (const [index, entity] of entities.entries()) {
      const asked = askers[index] ?? [];
      if (!isFields(entity)) continue;
      entity['__typename'] ??= asked[0]?.fields['__typename'];
      answered.rewrite(entity);
      // Places know better, or will; a merge passes over undefined.
      if (standIns.has(entity['__typename'])) entity['__typename'] = undefined;
      addEverywhere(asked, entity);
    }
  };
}

/** The types that the subgraph is told entities have, because it knows them only as that (`@interfaceObject`). */
function standIns({ inputRewrites = [] }: FetchNode): ReadonlySet<unknown> {
  return new Set(
    inputRewrites.flatMap((rewrite): unknown[] =>
      rewrite.kind === 'ValueSetter' && rewrite.path.at(-1) === '__typename' ? [rewrite.setValueTo] : [],
    ),
  );
}

/** Places about one entity ask for it once. */
function representEach(
  places: readonly Place[],
  represent: Represent,
): { representations: Fields[]; askers: Place[][] } {
  const [only] = places;
  if (only && places.length === 1) {
    const representation = represent(only.fields);
    return representation
      ? { representations: [representation], askers: [[only]] }
      : { representations: [], askers: [] };
  }
  const byText = new Map<string, Place[]>();
  const representations: Fields[] = [];
  for (const place of places) {
    const representation = represent(place.fields);
    if (!representation) continue;
    const text = JSON.stringify(representation);
    const known = byText.get(text);
    if (known) known.push(place);
    else {
      byText.set(text, [place]);
      representations.push(representation);
    }
  }
  return { representations, askers: [...byText.values()] };
}

function entitiesOf({ _entities: entities }: Fields, expected: number): readonly unknown[] {
  if (!Array.isArray(entities) || entities.length !== expected) {
    throw new Error(`answered ${Array.isArray(entities) ? entities.length : 'no'} entities for ${expected} asked`);
  }
  return entities;
}

/** No two places share an object: what is added to one later is not for the other. */
function addEverywhere(places: readonly Place[], data: Fields): void {
  for (const [index, { fields }] of places.entries()) mergeInto(fields, index === 0 ? data : cloneJson(data));
}

type Ask = (execution: Execution, own: Fields) => Promise<SubgraphAnswer>;

/** Asks with the variables of the client that the fetch uses, and its own. */
function compileAsking({ serviceName, operation, operationName, operationKind, variableUsages = [] }: FetchNode): Ask {
  const question: Question = { query: operation, operationName, isQuery: operationKind === OperationTypeNode.QUERY };
  return ({ subgraphs, variables: given, context }, own) => {
    const subgraph = subgraphs[serviceName];
    if (!subgraph) throw new Error(`The supergraph has no subgraph ${serviceName}.`);
    const variables: Fields = {};
    for (const name of variableUsages) {
      const value = readField(given, name);
      if (value !== undefined) variables[name] = value;
    }
    return subgraph.ask({ question, variables: Object.assign(variables, own) }, context);
  };
}
