import type { CommitLog } from '@ordergraph/messaging';
import {
  aCapturedPayment,
  anAuthorizedPayment,
  authorizing,
  capturing,
  givenPayment,
  opened,
  total,
} from '../../test/samples.js';
import { RefundIntended } from '../domain/facts/index.js';
import type { Payment } from '../domain/payment.js';
import type { ProviderAnswer } from '../domain/provider-answer.js';
import { ReversalRefused } from '../provider/errors.js';
import type { PaymentProvider } from '../provider/payment-provider.js';
import { paymentsOf } from './payments.js';
import { performOperation } from './perform-operation.js';

const hour = 3_600_000;

/** A provider that answers what it is told to, and remembers what it was asked. */
function providerThat(answers: { readonly refund?: ProviderAnswer; readonly lookup?: ProviderAnswer }) {
  const asked: unknown[] = [];
  const ask =
    <Answer>(what: string, answer: Answer) =>
    (request: unknown): Promise<Answer> => {
      asked.push([what, request]);
      return Promise.resolve(answer);
    };
  const provider = {
    authorize: ask('authorize', { outcome: 'authorized', authorizationId: 'auth_1', method: 'Visa' }),
    capture: ask('capture', { outcome: 'captured' }),
    void: ask('void', { outcome: 'voided' }),
    refund: ask('refund', answers.refund ?? { outcome: 'refunded' }),
    findAnswer: ask('lookup', answers.lookup),
    close: () => Promise.resolve(),
  } as PaymentProvider;
  return { provider, asked };
}

/** Performs the open operation of a payment, some hours after it was intended. */
function perform(payment: Payment, provider: PaymentProvider, hoursLater = 0): Promise<ProviderAnswer> {
  const { operation } = payment;
  if (!operation) throw new TypeError('no operation is open');
  const now = new Date(operation.intendedAt.getTime() + hoursLater * hour);
  return performOperation(
    paymentsOf(undefined as unknown as CommitLog, provider, () => now),
    payment,
    operation,
  );
}

const inAuthorization = givenPayment([opened, authorizing]).state;
const inCapture = givenPayment([...anAuthorizedPayment, capturing]).state;
const inReversal = givenPayment([
  ...aCapturedPayment,
  RefundIntended({ key: 'order-1/refund/1', amount: total, purpose: 'REVERSAL', reason: '' }),
]).state;

describe('performing an operation', () => {
  it('asks under the key of the intent, by the order', async () => {
    const { provider, asked } = providerThat({});
    expect(await perform(inAuthorization, provider)).toMatchObject({ outcome: 'authorized' });
    const description = 'A7K2-9QPX';
    const request = { key: 'order-1/authorize/1', orderReference: 'order-1', description, amount: total };
    expect(asked).toEqual([['authorize', { ...request, token: 'tok_success' }]]);
  });

  it('asks for what the authorization holds', async () => {
    const { provider, asked } = providerThat({});
    await perform(inCapture, provider, 11);
    expect(asked).toEqual([['capture', { key: 'order-1/capture/1', authorizationId: 'auth_1', amount: total }]]);
  });

  it('looks up what was intended more than 12 hours ago, and does not ask for it again', async () => {
    const { provider, asked } = providerThat({ lookup: { outcome: 'captured' } });
    expect(await perform(inCapture, provider, 13)).toEqual({ outcome: 'captured' });
    expect(asked).toEqual([['lookup', { orderReference: 'order-1', key: 'order-1/capture/1' }]]);
  });

  it('asks for it when the provider never saw it', async () => {
    const { provider, asked } = providerThat({});
    await perform(inCapture, provider, 13);
    expect(asked.map((each) => (each as [string])[0])).toEqual(['lookup', 'capture']);
  });

  it('never takes a refused reversal for an outcome', async () => {
    const { provider } = providerThat({ refund: { outcome: 'refund-failed', code: 'closed', message: 'Closed.' } });
    await expect(perform(inReversal, provider)).rejects.toThrow(ReversalRefused);
  });
});
