import type { FetchNode, FlattenNode, PlanNode } from '@apollo/query-planner';

import type { Step } from './execution.js';
import { compileFetch, type PlanInput } from './fetch.js';
import { type Place, placesAt } from './places.js';

/** A plan's pieces as functions, once per operation. */
export function compilePlan(input: PlanInput, node: PlanNode | undefined): Step {
  switch (node?.kind) {
    case undefined:
      return () => Promise.resolve();
    case 'Fetch':
      return compileFetch(input, node);
    case 'Flatten':
      return flatten([node], compilePlan(input, node.node));
    case 'Sequence':
      return inSequence(node.nodes.map((each) => compilePlan(input, each)));
    case 'Parallel':
      return inParallel(groupAlike(node.nodes).map((alike) => compileAlike(input, alike)));
    case 'Condition':
      throw new Error('Conditions are decided before planning.');
    case 'Defer':
      throw new Error('@defer is not supported.');
  }
}

function inSequence(steps: readonly Step[]): Step {
  return async (execution, places) => {
    for (const step of steps) await step(execution, places);
  };
}

function inParallel(steps: readonly Step[]): Step {
  return async (execution, places) => {
    await Promise.all(steps.map((step) => step(execution, places)));
  };
}

/** Runs at all objects that the paths lead to. */
function flatten(nodes: readonly FlattenNode[], step: Step): Step {
  return (execution, places) => {
    const found: Place[] = [];
    for (const { path } of nodes) for (const place of places) for (const at of placesAt(place, path)) found.push(at);
    return step(execution, found);
  };
}

type EntityFetch = FlattenNode & { node: FetchNode };

/** Several aliases of one field are planned as several fetches of the same; they are one. */
function groupAlike(nodes: readonly PlanNode[]): readonly (readonly PlanNode[])[] {
  const groups = new Map<string | PlanNode, PlanNode[]>();
  for (const node of nodes) {
    const key = isEntityFetch(node) ? questionOf(node.node) : node;
    groups.set(key, [...(groups.get(key) ?? []), node]);
  }
  return [...groups.values()];
}

function compileAlike(input: PlanInput, nodes: readonly PlanNode[]): Step {
  const fetches = nodes.filter(isEntityFetch);
  const [first] = fetches;
  return first ? flatten(fetches, compileFetch(input, first.node)) : compilePlan(input, nodes[0]);
}

function isEntityFetch(node: PlanNode): node is EntityFetch {
  return node.kind === 'Flatten' && node.node.kind === 'Fetch' && node.node.requires !== undefined;
}

/** Equal for fetches that differ in nothing but where they are to be added and how they are called. */
function questionOf({ operation, operationName, operationDocumentNode: _, id: __, ...rest }: FetchNode): string {
  const unnamed = operationName === undefined ? operation : operation.replace(operationName, '');
  return JSON.stringify([unnamed, rest]);
}
