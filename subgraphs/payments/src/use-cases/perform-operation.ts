import type { Payment } from '../domain/payment.js';
import type { ProviderAnswer } from '../domain/provider-answer.js';
import type { ProviderOperation } from '../domain/provider-operation.js';
import { ReversalRefused } from '../provider/errors.js';
import type { PaymentProvider } from '../provider/payment-provider.js';
import type { Payments } from './payments.js';

/** Providers forget idempotency keys after a day; half of that leaves room for clocks that differ. */
const keysLastMilliseconds = 12 * 3_600_000;

/** Asks the provider, under the operation's own key; what was intended long ago is looked up before it is asked for again. */
export async function performOperation(
  { provider, now }: Payments,
  payment: Payment,
  operation: ProviderOperation,
): Promise<ProviderAnswer> {
  const isOld = now().getTime() - operation.intendedAt.getTime() > keysLastMilliseconds;
  const known = isOld ? await provider.findAnswer({ orderReference: payment.id, key: operation.key }) : undefined;
  const answer = known ?? (await ask(provider, payment, operation));
  if (answer.outcome === 'refund-failed' && operation.kind === 'refund' && operation.purpose === 'REVERSAL')
    throw new ReversalRefused({ key: operation.key, code: answer.code, reason: answer.message });
  return answer;
}

function ask(provider: PaymentProvider, payment: Payment, operation: ProviderOperation): Promise<ProviderAnswer> {
  const { key } = operation;
  switch (operation.kind) {
    case 'authorize': {
      const { amount, orderNumber: description, paymentToken: token } = operation;
      return provider.authorize({ key, orderReference: payment.id, description, amount, token });
    }
    case 'capture':
      return provider.capture({ key, authorizationId: authorizationOf(payment), amount: operation.amount });
    case 'void':
      return provider.void({ key, authorizationId: authorizationOf(payment) });
    case 'refund':
      return provider.refund({ key, authorizationId: authorizationOf(payment), amount: operation.amount });
    default:
      return operation satisfies never;
  }
}

function authorizationOf({ id, authorization }: Payment): string {
  if (!authorization) throw new TypeError(`payment ${id} has no authorization`);
  return authorization.id;
}
