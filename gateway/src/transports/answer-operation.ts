import { type FormattedExecutionResult, GraphQLError } from 'graphql';

import { type ErrorPresenter, presentResult } from '../door/present-error.js';
import type { ExecutedOperation, OperationExecutor } from '../operations/operation-executor.js';
import type { RequestContext } from '../request-context.js';
import { type AnswerHead, headOf } from './answer-head.js';
import type { ReadOperation } from './read-operation.js';

/** The answer to a query or mutation; over HTTP, under its head. */
export interface Answered {
  head: AnswerHead;
  result: FormattedExecutionResult;
}

/** Runs a query or mutation, which passes the door here. Whatever happens is in the answer. */
export type AnswerOperation = (operation: ReadOperation, context: RequestContext) => Promise<Answered>;

/** The same before it is written for clients. Never rejects: a fault is in the result too. */
export type RunOperation = (operation: ReadOperation, context: RequestContext) => Promise<ExecutedOperation>;

export const runWith =
  (executor: OperationExecutor): RunOperation =>
  ({ schema, document, request }, context) =>
    executor({
      schema,
      document,
      operationName: request.operationName ?? undefined,
      variables: request.variables ?? {},
      context,
    }).catch((error: unknown) => ({ result: { errors: [fault(error)] } }));

export interface AnswersOptions {
  run: RunOperation;
  present: ErrorPresenter;
}

export function createAnswers({ run, present }: AnswersOptions): AnswerOperation {
  return async (operation, context) => {
    const { result, policy } = await run(operation, context);
    return { head: headOf(result, policy), result: presentResult(present, result, context) };
  };
}

/** Has no code: it is presented as what went wrong here. */
function fault(error: unknown): GraphQLError {
  return new GraphQLError('The operation failed.', {
    originalError: error instanceof Error ? error : new Error(String(error)),
    extensions: { http: { status: 500 } },
  });
}
