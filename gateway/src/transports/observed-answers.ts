import type { FormattedExecutionResult } from 'graphql';

import type { AnswerOperation } from './answer-operation.js';

export interface OperationObserver {
  /** `name` is that of the operation, as its client wrote it. */
  answered(operation: { type: string; name: string | undefined; outcome: OperationOutcome; seconds: number }): void;
}

/** complete: without errors; partial: with data and errors; failed: without data. */
export type OperationOutcome = 'complete' | 'partial' | 'failed';

/** Answers, and tells how long it took and what came of it. */
export function observedAnswers(answer: AnswerOperation, observe: OperationObserver): AnswerOperation {
  return async (operation, context) => {
    const began = performance.now();
    const answered = await answer(operation, context);
    const seconds = (performance.now() - began) / 1_000;
    observe.answered({ type: operation.type, name: operation.name, outcome: outcomeOf(answered.result), seconds });
    return answered;
  };
}

export function outcomeOf({ data, errors }: FormattedExecutionResult): OperationOutcome {
  if (!errors?.length) return 'complete';
  return data === undefined || data === null ? 'failed' : 'partial';
}
