import type { GraphQLFormattedError } from 'graphql';

import type { RequestContext } from '../request-context.js';
import type { Fields } from './json.js';

export interface SubgraphOperation {
  readonly query: string;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** What an executor changes as it likes: nobody else holds it. */
export interface SubgraphAnswer {
  readonly data?: Fields | null | undefined;
  readonly errors?: readonly GraphQLFormattedError[] | undefined;
}

/** Answers operations of a plan. Throws when it does not answer at all. */
export interface Subgraph {
  ask(operation: SubgraphOperation, context: RequestContext): Promise<SubgraphAnswer>;
}
