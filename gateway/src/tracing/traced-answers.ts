import { SpanKind } from '@opentelemetry/api';
import type { Tracing } from '@ordergraph/service';

import { persistedIdOf } from '../persisted/persisted-id.js';
import type { AnswerOperation } from '../transports/answer-operation.js';
import { outcomeOf } from '../transports/observed-answers.js';
import { endSpan, operationAttributes, parentOf, spanNameOf, within } from './spans.js';

/** Answers within a span of the operation. */
export function tracedAnswers(answer: AnswerOperation, tracing: Tracing | undefined): AnswerOperation {
  if (!tracing) return answer;
  return async (operation, context) => {
    const id = persistedIdOf(operation.request.extensions);
    const attributes = {
      ...operationAttributes(operation, context),
      ...(id !== undefined && { 'ordergraph.operation.persisted_id': id.slice(0, LONGEST_ID) }),
    };
    const how = { kind: SpanKind.SERVER, attributes };
    const span = tracing.tracer.startSpan(spanNameOf(operation), how, parentOf(tracing, context));
    try {
      const answered = await answer(operation, within(tracing, span, context));
      span.setAttribute('ordergraph.outcome', outcomeOf(answered.result));
      endSpan(span, answered.result.errors);
      return answered;
    } catch (error) {
      endSpan(span, [{}]);
      throw error;
    }
  };
}

const LONGEST_ID = 128;
