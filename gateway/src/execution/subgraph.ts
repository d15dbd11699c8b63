import type { GraphQLFormattedError } from 'graphql';

import type { RequestContext } from '../request-context.js';
import type { Fields } from './json.js';

/** What a fetch of a plan asks, the same each time: whatever is made of it can be kept with it. */
export interface Question {
  readonly query: string;
  readonly operationName: string | undefined;
  readonly isQuery: boolean;
}

export interface SubgraphOperation {
  readonly question: Question;
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
