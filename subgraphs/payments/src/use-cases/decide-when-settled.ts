import type { Decision, Executed, MessageContext, Refused } from '@ordergraph/messaging';
import type { Payment } from '../domain/payment.js';
import type { Payments } from './payments.js';
import { settleOperation } from './settle-operation.js';

/** Another operation is open, and its outcome decides what this one means. */
export const operationOpen = Symbol('operation open');
export type OperationOpen = typeof operationOpen;

/** A decision that is made only while no operation is open. */
export const unlessOpen = <Refusal>(
  payment: Payment,
  decide: (payment: Payment) => Decision<Refusal>,
): Decision<Refusal | OperationOpen> =>
  payment.operation ? ({ refused: operationOpen } satisfies Refused<OperationOpen>) : decide(payment);

/**
 * Executes a decision made with `unlessOpen`. An operation that is open is brought to its outcome first, under its own key:
 * a reversal that meets an authorization in flight learns what came of it, and then voids it.
 */
export async function decideWhenSettled<Refusal>(
  payments: Payments,
  context: MessageContext,
  execute: () => Promise<Executed<Payment, Refusal | OperationOpen>>,
): Promise<Executed<Payment, Refusal>> {
  for (;;) {
    const executed = await execute();
    if (executed.outcome !== 'refused' || executed.refusal !== operationOpen)
      return executed as Executed<Payment, Refusal>;
    const { state } = executed;
    if (state.operation) await settleOperation(payments, state, state.operation, context);
  }
}
