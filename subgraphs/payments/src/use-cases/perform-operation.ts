import type { Payment } from '../domain/payment.js';
import type { ProviderAnswer } from '../domain/provider-answer.js';
import type { ProviderOperation } from '../domain/provider-operation.js';
import { ProviderRejected } from '../provider/errors.js';
import type { PaymentProvider } from '../provider/payment-provider.js';
import type { Payments } from './payments.js';

/** Providers forget idempotency keys after a day; half of that leaves room for clocks that differ. */
const keysLastMilliseconds = 12 * 3_600_000;

/** What came of an operation; with `rejection`, because the provider called our request wrong. */
export interface Performed {
  readonly answer: ProviderAnswer;
  readonly rejection?: ProviderRejected;
}

/** Asks the provider, under the operation's own key; what was intended long ago is looked up before it is asked for again. */
export async function performOperation(
  { provider, now }: Payments,
  payment: Payment,
  operation: ProviderOperation,
): Promise<Performed> {
  const isOld = now().getTime() - operation.intendedAt.getTime() > keysLastMilliseconds;
  const known = isOld ? await lookUp(provider, payment, operation) : undefined;
  if (known) return { answer: known };
  try {
    return { answer: await ask(provider, payment, operation) };
  } catch (error) {
    if (!(error instanceof ProviderRejected)) throw error;
    // An earlier try, whose answer was lost, may have done what is rejected now.
    const done = await lookUp(provider, payment, operation);
    return done ? { answer: done } : { answer: notDone(operation), rejection: error };
  }
}

const lookUp = (provider: PaymentProvider, { id }: Payment, { key }: ProviderOperation) =>
  provider.findAnswer({ orderReference: id, key });

const notAccepted = { code: 'provider_rejected', message: 'The payment provider did not accept the request.' };

/** A rejected operation did not happen and never will: whoever waits for it must hear so. */
function notDone({ kind }: ProviderOperation): ProviderAnswer {
  switch (kind) {
    case 'authorize':
      return { outcome: 'declined', decline: { ...notAccepted, retryableWithOtherMethod: false } };
    case 'capture':
      return { outcome: 'capture-failed', ...notAccepted };
    case 'void':
      return { outcome: 'void-failed', ...notAccepted };
    case 'refund':
      return { outcome: 'refund-failed', ...notAccepted };
    default:
      return kind satisfies never;
  }
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
