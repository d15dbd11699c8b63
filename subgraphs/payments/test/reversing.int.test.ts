import {
  CaptureFailed,
  PaymentAuthorized,
  PaymentCaptured,
  PaymentDeclined,
  PaymentReversed,
  ReversalFailed,
} from '@ordergraph/events';
import { eventually, testBrokers } from '@ordergraph/testing';
import { authorizePayment, capturePayment, openPayments, type OpenPayments, reversePayment } from './open-payments.js';

describe.each(testBrokers())('reversing over $kind', (testBroker) => {
  let payments: OpenPayments;
  beforeAll(async () => {
    payments = await openPayments(testBroker);
  });
  afterAll(() => payments.close());
  afterEach(() => payments.simulator.faults({}));

  const { type: authorized } = PaymentAuthorized;
  const { type: captured } = PaymentCaptured;
  const { type: reversed } = PaymentReversed;
  const reversalOf = (orderId: string): unknown =>
    payments.told.find(({ type, data }) => type === reversed && data['orderId'] === orderId)?.data['reversal'];

  it('before authorizing leaves nothing to authorize, for ever', async () => {
    payments.command(reversePayment('before'));
    await payments.isAnswered('before', reversed);
    payments.command(authorizePayment('before'));
    await payments.isAnswered('before', reversed, PaymentDeclined.type);
    expect(payments.told.find(({ type }) => type === PaymentDeclined.type)).toMatchObject({
      data: { decline: { code: 'already_reversed' } },
      state: { status: 'VOIDED' },
    });
    payments.command(capturePayment('before'));
    await payments.isAnswered('before', reversed, PaymentDeclined.type, CaptureFailed.type);
    expect(reversalOf('before')).toBe('NOTHING');
    expect((await payments.simulator.statement('before')).entries).toEqual([]);
  });

  it('voids what is authorized, and captures it no more', async () => {
    payments.command(authorizePayment('voided'));
    await payments.isAnswered('voided', authorized);
    payments.command(reversePayment('voided'));
    await payments.isAnswered('voided', authorized, reversed);
    payments.command(capturePayment('voided'));
    await payments.isAnswered('voided', authorized, reversed, CaptureFailed.type);
    expect(reversalOf('voided')).toBe('VOIDED');
    expect(await payments.simulator.statement('voided')).toMatchObject({ held: 0, captured: 0, voided: 2580 });
  });

  it('refunds what is captured', async () => {
    payments.command(authorizePayment('refunded'));
    await payments.isAnswered('refunded', authorized);
    payments.command(capturePayment('refunded'));
    await payments.isAnswered('refunded', authorized, captured);
    payments.command(reversePayment('refunded'));
    await payments.isAnswered('refunded', authorized, captured, reversed);
    expect(reversalOf('refunded')).toBe('REFUNDED');
    expect(await payments.simulator.statement('refunded')).toMatchObject({ captured: 2580, refunded: 2580 });
  });

  it('resolves an authorization in doubt first: nothing stays held', async () => {
    await payments.simulator.faults({ failNext: 100, operations: ['authorization'] });
    payments.command(authorizePayment('doubt'));
    await eventually(async () => expect(await payments.commits('doubt')).toHaveLength(1));
    payments.command(reversePayment('doubt'));
    await payments.simulator.faults({ dropAnswers: 1, operations: ['authorization'] });
    await payments.isAnswered('doubt', authorized, reversed);
    expect(reversalOf('doubt')).toBe('VOIDED');
    expect(await payments.simulator.statement('doubt')).toMatchObject({ authorizations: 1, held: 0, voided: 2580 });
  });

  it('that the provider refuses is told for good, again for whoever asks again; another attempt may succeed', async () => {
    const { type: failed } = ReversalFailed;
    payments.command(authorizePayment('refused'));
    await payments.isAnswered('refused', authorized);
    payments.command(capturePayment('refused'));
    await payments.isAnswered('refused', authorized, captured);
    await payments.simulator.spendKey('refused/refund/1');
    await payments.commandAndWait(reversePayment('refused'), 'refused/undo/1');
    await payments.isAnswered('refused', authorized, captured, failed);
    const { length } = await payments.commits('refused');
    const toldFailed = () => payments.told.filter(({ type, data }) => type === failed && data['orderId'] === 'refused');
    const before = toldFailed().length;
    payments.command(reversePayment('refused'), 'refused/undo/1');
    await eventually(() => expect(toldFailed().length).toBeGreaterThan(before));
    expect(await payments.commits('refused')).toHaveLength(length);
    payments.command(reversePayment('refused'), 'refused/undo/2');
    await payments.isAnswered('refused', authorized, captured, failed, reversed);
    expect(await payments.simulator.statement('refused')).toMatchObject({ captured: 2580, refunded: 2580 });
  });

  it('leaves the books even when do, capture and undo of many orders race', async () => {
    const orders = Array.from({ length: 30 }, (_, index) => `race-${index}`);
    for (const orderId of orders) {
      payments.command(authorizePayment(orderId));
      payments.command(capturePayment(orderId));
      payments.command(reversePayment(orderId));
      payments.command(reversePayment(orderId));
    }
    const all = () => {
      for (const orderId of orders) expect(payments.answers(orderId)).toHaveLength(4);
    };
    await eventually(all, { timeoutMs: 60_000 }); // what comes too early waits on the retry ladder, 5 s and more
    for (const orderId of orders) {
      const { held, captured: taken, refunded } = await payments.simulator.statement(orderId);
      expect([orderId, held, taken - refunded]).toEqual([orderId, 0, 0]);
    }
  }, 90_000);
});
