import {
  type GraphQLFieldMap,
  type GraphQLSchema,
  isIntrospectionType,
  isObjectType,
  OperationTypeNode,
} from 'graphql';
import { DeadlineExceeded } from '../errors/errors.js';
import type { RequestContext } from './request-context.js';

/** Says in milliseconds how long the caller waits for the answer; a duration, so that clocks need not agree. */
export const timeoutHeader = 'x-timeout-milliseconds';

const longestMilliseconds = 3_600_000;

/** When (of `performance.now()`) a caller who gave so many milliseconds stops waiting; undefined for anything but such a number. */
export function deadlineOf(milliseconds: unknown): { readonly deadline?: number } {
  if (typeof milliseconds !== 'string' && typeof milliseconds !== 'number') return {};
  if (!/^\d{1,9}$/.test(String(milliseconds))) return {};
  return { deadline: performance.now() + Math.min(Number(milliseconds), longestMilliseconds) };
}

/**
 * Makes resolvers in place begin nothing for which nobody waits any more: a query stops loading, the next mutation of an operation does not
 * happen. What has begun is finished. Streams have no deadline.
 */
export function enforceDeadlines(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (isIntrospectionType(type) || !isObjectType(type)) continue;
    for (const field of Object.values(type.getFields() as GraphQLFieldMap<unknown, RequestContext>)) {
      const { resolve } = field;
      if (!resolve) continue;
      field.resolve = (parent, args, context, info) => {
        if (info.operation.operation !== OperationTypeNode.SUBSCRIPTION) refuseLate(context);
        return resolve(parent, args, context, info);
      };
    }
  }
}

function refuseLate({ deadline }: RequestContext): void {
  if (deadline !== undefined && performance.now() >= deadline) throw new DeadlineExceeded();
}
