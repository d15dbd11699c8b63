import type { GraphQLError } from 'graphql';

import type { RequestContext } from '../request-context.js';
import type { Place } from './places.js';
import type { ErrorPath } from './renamed-paths.js';
import type { Subgraph } from './subgraph.js';

/** One run of a plan. */
export interface Execution {
  readonly subgraphs: Readonly<Record<string, Subgraph>>;
  /** As the client sent them: subgraphs apply the defaults of what they are asked. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly context: RequestContext;
  /** What went wrong, in the order in which it did. */
  readonly errors: GraphQLError[];
  /** Where else something is missing because of them. */
  readonly untold: ErrorPath[];
}

/** A piece of a plan, made ready to run at the places of an answer where it has something to add. */
export type Step = (execution: Execution, places: readonly Place[]) => Promise<void>;
