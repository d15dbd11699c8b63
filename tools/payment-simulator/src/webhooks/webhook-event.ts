import { cardMethod } from '../operations/rules.js';
import type { Operation } from '../ledger/operation.js';

/** What is told of a decision. The id is that of the decision: every attempt to deliver it carries the same. */
export function webhookEvent(decision: Operation): object {
  const approved = decision.answer.status === 'approved';
  return {
    id: `evt_${decision.authorizationId}`,
    type: approved ? 'authorization.approved' : 'authorization.refused',
    createdAt: decision.at.toISOString(),
    data: {
      authorizationId: decision.authorizationId,
      orderReference: decision.orderReference,
      ...(approved
        ? { method: cardMethod }
        : {
            decline: {
              code: 'authentication_failed',
              message: 'The payment was not approved.',
              retryableWithOtherMethod: true,
            },
          }),
    },
  };
}
