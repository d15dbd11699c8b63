import type { Commit } from '@ordergraph/messaging';
import { isStuck, sagaDeadline, unansweredCommands } from '@ordergraph/messaging/saga';
import type { Order } from '../domain/order.js';

/** The saga behind the progress, for operators. */
export const fulfilmentOf = ({ id, saga }: Order, commits: readonly Commit[], now: Date) => ({
  stuck: isStuck(saga, now),
  nextAttemptAt: unansweredCommands(saga).length > 0 ? commits.at(-1)?.dueAt : undefined,
  deadlineAt: sagaDeadline(saga),
  lastError: saga.lastError,
  correlationId: commits[0]?.context.correlationId ?? id,
});
