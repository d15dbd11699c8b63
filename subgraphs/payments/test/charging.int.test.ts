import {
  CaptureFailed,
  PaymentAuthorized,
  PaymentCaptured,
  PaymentDeclined,
  PaymentReversed,
  textAtMost,
} from '@ordergraph/events';
import { eventually, testBrokers } from '@ordergraph/testing';
import { type Gateway, openGateway } from './open-gateway.js';
import {
  authorizePayment,
  capturePayment,
  customer,
  euros,
  openPayments,
  type OpenPayments,
  reversePayment,
  total,
} from './open-payments.js';

describe.each(testBrokers())('charging over $kind', (testBroker) => {
  let payments: OpenPayments;
  beforeAll(async () => {
    payments = await openPayments(testBroker);
  });
  afterAll(() => payments.close());
  afterEach(() => payments.simulator.faults({}));

  const { type: authorized } = PaymentAuthorized;
  const { type: captured } = PaymentCaptured;
  const { type: reversed } = PaymentReversed;

  async function capturedPayment(orderId: string, token?: string): Promise<void> {
    payments.command(authorizePayment(orderId, token));
    await payments.isAnswered(orderId, authorized);
    payments.command(capturePayment(orderId));
    await payments.isAnswered(orderId, authorized, captured);
  }

  it('authorizes, then captures, and tells so with the state of the payment', async () => {
    await capturedPayment('plain');
    expect(payments.told.find(({ data, type }) => data['orderId'] === 'plain' && type === captured)).toMatchObject({
      correlationId: 'correlation-of-plain',
      data: { amount: total },
      state: { id: 'plain', customerId: customer, status: 'CAPTURED', total, captured: total, refunded: euros(0) },
    });
    expect(await payments.simulator.statement('plain')).toMatchObject({
      authorizations: 1,
      charges: 1,
      captured: 2580,
    });
  });

  it('keeps no token once it has served', async () => {
    await capturedPayment('token');
    await eventually(async () => {
      const commits = JSON.stringify(await payments.commits('token'));
      expect(commits).toContain('paymentToken');
      expect(commits).not.toContain('tok_success');
    });
  });

  it('charges once when every command is delivered twice at the same time, and answers each', async () => {
    const twice = (message: Parameters<OpenPayments['command']>[0], id: string): void => {
      payments.command(message, id);
      payments.command(message, id);
    };
    twice(authorizePayment('twice'), 'twice/authorize/1');
    await payments.isAnswered('twice', authorized);
    twice(capturePayment('twice'), 'twice/capture/1');
    await payments.isAnswered('twice', authorized, captured);
    twice(capturePayment('twice'), 'twice/capture/1');
    const tellings = (type: string): number =>
      payments.told.filter((each) => each.type === type && each.data['orderId'] === 'twice').length;
    await eventually(() => expect(tellings(captured)).toBeGreaterThanOrEqual(2));
    expect(await payments.simulator.statement('twice')).toMatchObject({ authorizations: 1, charges: 1 });
  });

  it('charges once when the provider charges and does not answer', async () => {
    await capturedPayment('unanswered', 'tok_timeout_after_charge');
    expect(await payments.simulator.statement('unanswered')).toMatchObject({ authorizations: 1, charges: 1 });
  });

  it('captures and reverses once when the answers are lost', async () => {
    payments.command(authorizePayment('lost'));
    await payments.isAnswered('lost', authorized);
    await payments.simulator.faults({ dropAnswers: 1, operations: ['capture'] });
    payments.command(capturePayment('lost'));
    await payments.isAnswered('lost', authorized, captured);
    await payments.simulator.faults({ dropAnswers: 1, operations: ['refund'] });
    payments.command(reversePayment('lost'));
    await payments.isAnswered('lost', authorized, captured, reversed);
    expect(await payments.simulator.statement('lost')).toMatchObject({ charges: 1, captured: 2580, refunded: 2580 });
  });

  it('waits for a provider that is down, without losing or repeating anything', async () => {
    await payments.simulator.faults({ unavailable: true });
    payments.command(authorizePayment('outage'));
    await eventually(async () => expect(await payments.commits('outage')).toHaveLength(1));
    await payments.simulator.faults({});
    await payments.isAnswered('outage', authorized);
    expect(await payments.simulator.statement('outage')).toMatchObject({ authorizations: 1 });
  });

  it('resumes after a restart what was intended before', async () => {
    await payments.simulator.faults({ unavailable: true });
    payments.command(authorizePayment('restart'));
    await eventually(async () => expect(await payments.commits('restart')).toHaveLength(1));
    await payments.restart();
    await payments.simulator.faults({});
    await payments.isAnswered('restart', authorized);
    expect(await payments.simulator.statement('restart')).toMatchObject({
      authorizations: 1,
      entries: [{ idempotencyKey: 'restart/authorize/1' }],
    });
  });

  it('records a decline and answers it again', async () => {
    await payments.commandAndWait(authorizePayment('declined', 'tok_decline'), 'declined/1');
    await payments.isAnswered('declined', PaymentDeclined.type);
    expect(payments.told.find(({ data }) => data['orderId'] === 'declined')).toMatchObject({
      data: { decline: { code: 'card_declined', retryableWithOtherMethod: true } },
      state: { status: 'DECLINED' },
    });
    payments.command(authorizePayment('declined', 'tok_decline'), 'declined/1');
    const tellings = (): number => payments.told.filter(({ data }) => data['orderId'] === 'declined').length;
    await eventually(() => expect(tellings()).toBeGreaterThanOrEqual(2));
    expect(await payments.commits('declined')).toHaveLength(2);
  });

  it('fails a capture that the provider refuses, and lets the money go afterwards', async () => {
    payments.command(authorizePayment('expired', 'tok_capture_fails'));
    await payments.isAnswered('expired', authorized);
    payments.command(capturePayment('expired'));
    await payments.isAnswered('expired', authorized, CaptureFailed.type);
    payments.command(reversePayment('expired'));
    await payments.isAnswered('expired', authorized, CaptureFailed.type, reversed);
    expect(await payments.simulator.statement('expired')).toMatchObject({ held: 0, captured: 0, voided: 2580 });
  });
});

describe.each(testBrokers())('a provider that writes more than messages carry, over $kind,', (testBroker) => {
  let gateway: Gateway;
  let payments: OpenPayments;
  beforeAll(async () => {
    payments = await openPayments(testBroker, async (provider) => {
      gateway = await openGateway(provider);
      return gateway.url;
    });
  });
  afterAll(async () => {
    await payments.close();
    gateway.close();
  });
  afterEach(() => gateway.goOut(undefined));

  const page = '<p>Sorry.</p>'.repeat(1_000);
  const answerFrom = (answer: object): void => gateway.goOut({ status: 200, body: JSON.stringify(answer) });
  const lastTold = (orderId: string): unknown => payments.told.findLast(({ data }) => data['orderId'] === orderId);

  it('declines all the same', async () => {
    const decline = { code: 'card_declined', message: page, retryableWithOtherMethod: true };
    answerFrom({ status: 'declined', ...decline });
    payments.command(authorizePayment('wordy'));
    await payments.isAnswered('wordy', PaymentDeclined.type);
    const cut = { ...decline, message: page.slice(0, textAtMost) };
    expect(lastTold('wordy')).toMatchObject({ data: { decline: cut }, state: { status: 'DECLINED', decline: cut } });
  });

  it('fails a capture all the same', async () => {
    payments.command(authorizePayment('wordily-failed'));
    await payments.isAnswered('wordily-failed', PaymentAuthorized.type);
    answerFrom({ status: 'failed', code: 'authorization_expired', message: page });
    payments.command(capturePayment('wordily-failed'));
    await payments.isAnswered('wordily-failed', PaymentAuthorized.type, CaptureFailed.type);
    expect(lastTold('wordily-failed')).toMatchObject({ data: { message: page.slice(0, textAtMost) } });
  });
});
