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
import { RefundIntended, VoidIntended } from '../domain/facts/index.js';
import type { Payment } from '../domain/payment.js';
import type { ProviderAnswer } from '../domain/provider-answer.js';
import { ProviderRejected } from '../provider/errors.js';
import type { PaymentProvider } from '../provider/payment-provider.js';
import { paymentsOf } from './payments.js';
import { performOperation, type Performed } from './perform-operation.js';

const hour = 3_600_000;

/** A provider that answers what it is told to, and remembers what it was asked. */
function providerThat(answers: {
  readonly refund?: ProviderAnswer;
  readonly lookup?: ProviderAnswer;
  /** What it answers to every operation instead. */
  readonly rejects?: ProviderRejected;
}) {
  const asked: unknown[] = [];
  const ask =
    <Answer>(what: string, answer: Answer) =>
    (request: unknown): Promise<Answer> => {
      if (answers.rejects && what !== 'lookup') return Promise.reject(answers.rejects);
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

const perform = async (...what: Parameters<typeof performed>): Promise<ProviderAnswer> =>
  (await performed(...what)).answer;

/** Performs the open operation of a payment, some hours after it was intended. */
function performed(payment: Payment, provider: PaymentProvider, hoursLater = 0): Promise<Performed> {
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
const inVoid = givenPayment([...anAuthorizedPayment, VoidIntended({ key: 'order-1/void/1' })]).state;
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

  it('takes a refused reversal for an outcome: asking again would be refused again', async () => {
    const refund = { outcome: 'refund-failed', code: 'closed', message: 'Closed.' } as const;
    const { provider } = providerThat({ refund });
    expect(await perform(inReversal, provider)).toEqual(refund);
  });

  const rejected = new ProviderRejected({ path: '/refunds', status: 422, code: 'account_closed' });
  const notAccepted = { code: 'provider_rejected', message: 'The payment provider did not accept the request.' };

  it.each([
    [
      'authorization',
      inAuthorization,
      { outcome: 'declined', decline: { ...notAccepted, retryableWithOtherMethod: false } },
    ],
    ['capture', inCapture, { outcome: 'capture-failed', ...notAccepted }],
    ['void', inVoid, { outcome: 'void-failed', ...notAccepted }],
    ['refund', inReversal, { outcome: 'refund-failed', ...notAccepted }],
  ])('takes a rejected %s for one that did not happen, once the provider says so', async (_, payment, outcome) => {
    const { provider, asked } = providerThat({ rejects: rejected });
    expect(await performed(payment, provider)).toEqual({ answer: outcome, rejection: rejected });
    expect(asked).toEqual([['lookup', { orderReference: 'order-1', key: payment.operation?.key }]]);
  });

  it('takes a rejected repetition for what an earlier try brought about', async () => {
    const { provider } = providerThat({ rejects: rejected, lookup: { outcome: 'captured' } });
    expect(await performed(inCapture, provider)).toEqual({ answer: { outcome: 'captured' } });
  });
});
