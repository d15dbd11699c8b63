import {
  execute,
  type ExecutionArgs,
  type ExecutionResult,
  type FormattedExecutionResult,
  getOperationAST,
  type GraphQLError,
  type GraphQLSchema,
} from 'graphql';
import { toPublicError, toPublicGraphqlError } from '../errors/public-error.js';
import type { TokenVerifier, VerifiedToken } from '../identity/token-verifier.js';
import type { OperationObserver } from './observe-operations.js';
import { createOperations } from './operations.js';
import type { RequestContext } from './request-context.js';
import { identifyRequest } from './request-identity.js';
import { type ContextFactory, subscribeEvents } from './subscribe.js';

/** An operation as it is asked for; `extensions` say who asks and what it belongs to. */
export interface OperationRequest {
  readonly query: string;
  readonly operationName?: string | null | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
  readonly extensions?: Readonly<Record<string, unknown>> | null | undefined;
}

/** What every way to the graph shares that does not lead through Apollo Server. */
export interface GraphOperations {
  /** What may be executed, or why it may not. `identity` is that of the connection, for a request without one. */
  accept(request: OperationRequest, identity?: VerifiedToken): Promise<ExecutionArgs | readonly GraphQLError[]>;
  /** A query or mutation, executed and presented as over HTTP. */
  answer(args: ExecutionArgs): Promise<FormattedExecutionResult>;
  execute(args: ExecutionArgs): Promise<ExecutionResult>;
  subscribe(args: ExecutionArgs): Promise<AsyncIterableIterator<ExecutionResult>>;
  /** A payload as its reader may see it; counted, and logged where something went wrong here. */
  present(args: ExecutionArgs, result: ExecutionResult): FormattedExecutionResult;
}

export interface GraphOperationsOptions {
  readonly schema: GraphQLSchema;
  readonly introspection: boolean;
  readonly verifier: TokenVerifier;
  readonly contextFor: ContextFactory;
  readonly observer: OperationObserver;
}

export function createGraphOperations(options: GraphOperationsOptions): GraphOperations {
  const { schema, verifier, contextFor, observer } = options;
  const prepare = createOperations(schema, options);
  const run = async (args: ExecutionArgs): Promise<ExecutionResult> =>
    execute({ ...args, contextValue: contextFor(requestOf(args)) });
  return {
    async answer(args) {
      const started = performance.now();
      const result = await run(args);
      observer.failed(result.errors ?? [], args.operationName, requestOf(args));
      const operation = getOperationAST(args.document, args.operationName)?.operation;
      observer.answered(operation, result.errors, performance.now() - started);
      return formatted(args, result);
    },
    async accept({ query, operationName, variables, extensions }, identity) {
      try {
        const contextValue = await identifyRequest({ ...extensions }, verifier, identity);
        const prepared = prepare(query, operationName);
        if ('errors' in prepared) return prepared.errors;
        return {
          schema,
          document: prepared.document,
          operationName: operationName ?? null,
          variableValues: variables ?? {},
          contextValue,
        };
      } catch (error) {
        return [toPublicGraphqlError(error)];
      }
    },
    execute: run,
    subscribe: (args) => subscribeEvents({ args, request: requestOf(args), contextFor, observer }),
    present(args, result) {
      observer.failed(result.errors ?? [], args.operationName, requestOf(args));
      observer.sent(result.errors);
      return formatted(args, result);
    },
  };
}

export const isRefused = (accepted: ExecutionArgs | readonly GraphQLError[]): accepted is readonly GraphQLError[] =>
  Array.isArray(accepted);

const requestOf = ({ contextValue }: ExecutionArgs): RequestContext => contextValue as RequestContext;

function formatted(args: ExecutionArgs, { errors, ...rest }: ExecutionResult): FormattedExecutionResult {
  return errors ? { ...rest, errors: errors.map((error) => toPublicError(error, requestOf(args)).formatted) } : rest;
}
