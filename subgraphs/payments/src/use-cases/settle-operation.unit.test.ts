import type { CommitLog } from '@ordergraph/messaging';
import { aCapturedPayment, givenPayment, total } from '../../test/samples.js';
import { RefundIntended } from '../domain/facts/index.js';
import { ProviderRejected } from '../provider/errors.js';
import type { PaymentProvider } from '../provider/payment-provider.js';
import { paymentsOf } from './payments.js';
import { settleOperation } from './settle-operation.js';

const payment = givenPayment([
  ...aCapturedPayment,
  RefundIntended({ key: 'order-1/refund/1', amount: total, purpose: 'REVERSAL', reason: '' }),
]).state;
const rejected = new ProviderRejected({ path: '/refunds', status: 422, code: 'account_closed' });

/** Settles it as several commands do that came at the same time; `outcome` is what recording it comes to. */
function settledByAll(outcome: 'committed' | 'repeated') {
  const provider = {
    refund: () => Promise.reject(rejected),
    findAnswer: () => Promise.resolve(undefined),
  } as Partial<PaymentProvider> as PaymentProvider;
  const payments = paymentsOf({ execute: () => Promise.resolve({ outcome }) } as unknown as CommitLog, provider);
  const { operation } = payment;
  if (!operation) throw new TypeError('no operation is open');
  const settle = () => settleOperation(payments, payment, operation, { correlationId: 'c' });
  return Promise.all([settle(), settle(), settle()]);
}

describe('a rejection of the provider', () => {
  it('is told to one of those who waited for it', async () => {
    expect(await settledByAll('committed')).toEqual([rejected, undefined, undefined]);
  });

  it('is told to nobody here when another replica has recorded it', async () => {
    expect(await settledByAll('repeated')).toEqual([undefined, undefined, undefined]);
  });
});
