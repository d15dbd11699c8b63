import type { ExecutionResult, GraphQLError } from 'graphql';

import type { CachePolicy } from '../operations/cache-policy.js';

export interface AnswerHead {
  status: number;
  headers: Iterable<readonly [name: string, value: string]>;
  /** Whether the document or the variables are to blame. */
  isRequestError: boolean;
}

const NOT_KEPT = [['cache-control', 'no-store']] as const;

const REQUEST_ERRORS = new Set<unknown>(['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT']);

/** What `refusal` puts into an error for its HTTP response. */
interface HttpOfRefusal {
  status?: number;
  headers?: AnswerHead['headers'];
}

/** Status and headers of an answer. Errors beside data, also beside `null`, leave it 200. */
export function headOf({ data, errors = [] }: ExecutionResult, policy?: CachePolicy): AnswerHead {
  if (data === undefined) return headOfErrors(errors);
  const headers = policy && policy.maxAge > 0 && errors.length === 0 ? keptAs(policy) : NOT_KEPT;
  return { status: 200, headers, isRequestError: false };
}

function keptAs({ maxAge, scope }: CachePolicy): AnswerHead['headers'] {
  return [
    ['cache-control', `max-age=${String(maxAge)}, ${scope.toLowerCase()}`],
    // A browser keeps by address alone, and another person may sign in.
    ...(scope === 'PRIVATE' ? ([['vary', 'origin, authorization']] as const) : []),
  ];
}

/** The same of a request that was refused: its first error decides. */
export function headOfErrors(errors: readonly GraphQLError[]): AnswerHead {
  const { status = 500, headers = [] } = (errors[0]?.extensions['http'] ?? {}) as HttpOfRefusal;
  return { status, headers: [...NOT_KEPT, ...headers], isRequestError: isRequestError(errors) };
}

function isRequestError(errors: readonly GraphQLError[]): boolean {
  return errors.every(({ extensions }) => REQUEST_ERRORS.has(extensions['code']));
}
