import type { GraphQLError } from 'graphql';

import { refusal } from './refusal.js';
import type { LiteralMeasure } from './measure-literals.js';
import type { OperationMeasure } from './measure-operation.js';
import type { PageSize } from './page-sizes.js';

export interface OperationLimits {
  depth: number;
  aliases: number;
  /** Fields at any depth, fragments counted as often as they are spread. */
  fields: number;
  rootFields: number;
  /** Root fields of one mutation. */
  mutations: number;
  /** Largest `first`, `last` or other slicing argument of any list. */
  pageSize: number;
  /** As estimated by `@cost` and `@listSize`. */
  cost: number;
}

/**
 * Ten milliseconds of comparing, here. An operation of as many fields as its text may have, each selected once, is a fifth of it; fifty fragments that
 * select the same six fields of one object come near.
 */
export const MERGING_WORK = 10_000;

/** Lists and objects within each other in the text of a document. Hardly an input type is nested as deeply. */
export const LITERAL_DEPTH = 12;
/** Some ten milliseconds of planning. A list of as many items as the text may have is a quarter of it, whatever they are. */
export const LITERALS_WALKED = 16_384;

/** The first limit that an operation breaks with whatever variables, as an error of the catalogue. */
export function exceededLimit(measure: OperationMeasure, limits: OperationLimits): GraphQLError | undefined {
  if (measure.depth > limits.depth) {
    return refusal(
      'OPERATION_TOO_DEEP',
      `The operation is ${count(measure.depth)} levels deep; ${count(limits.depth)} are allowed.`,
    );
  }
  if (measure.aliases > limits.aliases) {
    return refusal(
      'TOO_MANY_ALIASES',
      `The operation has ${count(measure.aliases)} aliases; ${count(limits.aliases)} are allowed.`,
    );
  }
  if (measure.fields > limits.fields) {
    return refusal(
      'OPERATION_TOO_LARGE',
      `The operation has ${count(measure.fields)} fields; ${count(limits.fields)} are allowed.`,
    );
  }
  if (measure.rootFields > limits.rootFields) {
    return refusal(
      'TOO_MANY_ROOT_FIELDS',
      `The operation has ${count(measure.rootFields)} root fields; ${count(limits.rootFields)} are allowed.`,
    );
  }
  if (measure.mutations > limits.mutations) {
    return refusal(
      'TOO_MANY_MUTATIONS',
      `The operation has ${count(measure.mutations)} mutations; ${count(limits.mutations)} are allowed.`,
    );
  }
  return undefined;
}

/** The same for the values that are written into a document. */
export function exceededLiterals({ depth, walked }: LiteralMeasure): GraphQLError | undefined {
  if (depth > LITERAL_DEPTH) {
    return refusal(
      'OPERATION_TOO_DEEP',
      `A value in the text is nested ${count(depth)} levels deep; ${count(LITERAL_DEPTH)} are allowed.`,
    );
  }
  if (walked > LITERALS_WALKED)
    return refusal('OPERATION_TOO_DEEP', 'Lists in the text are nested too deeply for what stands in them.');
  return undefined;
}

/** The same for what it takes to merge selections of one key (`mergingWork`). */
export function exceededMerging(work: number): GraphQLError | undefined {
  if (work <= MERGING_WORK) return undefined;
  return refusal('OPERATION_TOO_LARGE', 'The operation selects the same fields too many times.');
}

/** The same for page sizes, which may come in variables. Values of a wrong type are left to the coercion of variables. */
export function exceededPageSize(
  pages: readonly PageSize[],
  variables: Readonly<Record<string, unknown>>,
  { pageSize }: OperationLimits,
): GraphQLError | undefined {
  const exceeding = pages.find(({ size, variable }) => {
    const given = variable !== undefined && Object.hasOwn(variables, variable) ? variables[variable] : size;
    return typeof given === 'number' && !(given >= 0 && given <= pageSize);
  });
  if (!exceeding) return undefined;
  return refusal('PAGE_TOO_LARGE', `\`${exceeding.argument}\` must be between 0 and ${String(pageSize)}.`);
}

/** The same for what an operation costs with its variables. */
export function exceededCost(cost: number, limits: OperationLimits): GraphQLError | undefined {
  if (cost <= limits.cost) return undefined;
  return refusal(
    'OPERATION_TOO_EXPENSIVE',
    `The operation may cost ${count(cost)}; ${count(limits.cost)} is allowed.`,
    {
      extensions: { cost, limit: limits.cost },
    },
  );
}

/** Counting stops at infinity, not at a number worth printing. */
function count(value: number): string {
  return value > 1_000_000 ? 'more than a million' : String(value);
}
