import type { Schema } from '@apollo/federation-internals';

import { type Annotated, applicationsOf } from './feature-directives.js';

/** How long the lists of a field are, as its subgraph says by `@listSize`. */
export interface ListSize {
  /** When no slicing argument has a value. */
  readonly assumedSize: number | undefined;
  /** Arguments that say how many items are wanted. */
  readonly slicingArguments: readonly string[];
  /** The lists are these fields of what is returned, as in a connection. */
  readonly sizedFields: readonly string[];
  readonly requireOneSlicingArgument: boolean;
}

/** What operations cost beyond the defaults, by schema coordinate: `Type`, `Type.field`, `Type.field(argument:)`. */
export interface CostRules {
  readonly weights: ReadonlyMap<string, number>;
  readonly listSizes: ReadonlyMap<string, ListSize>;
}

/**
 * Reads the `@cost` and `@listSize` applications of a supergraph (https://ibm.github.io/graphql-specs/cost-spec.html, as Apollo's federation
 * carries them). Where several subgraphs weigh one element, composition has taken the highest.
 */
export function readCostRules(schema: Schema): CostRules {
  const costs = applicationsOf(schema, 'cost');
  const sizes = applicationsOf(schema, 'cost', 'listSize');
  const weights = new Map<string, number>();
  const listSizes = new Map<string, ListSize>();
  const weigh = (coordinate: string, element: Annotated): void => {
    for (const { weight } of costs(element) as { weight: number }[]) weights.set(coordinate, weight);
  };
  for (const type of schema.types()) weigh(type.name, type);
  for (const type of [...schema.objectTypes(), ...schema.interfaceTypes()]) {
    for (const field of type.fields()) {
      weigh(field.coordinate, field);
      for (const argument of field.arguments()) weigh(argument.coordinate, argument);
      for (const given of sizes(field)) listSizes.set(field.coordinate, listSizeOf(given));
    }
  }
  for (const type of schema.inputTypes()) {
    for (const field of type.fields()) weigh(field.coordinate, field);
  }
  return { weights, listSizes };
}

function listSizeOf(given: Partial<ListSize>): ListSize {
  const { assumedSize, slicingArguments = [], sizedFields = [], requireOneSlicingArgument = true } = given;
  return { assumedSize, slicingArguments, sizedFields, requireOneSlicingArgument };
}
