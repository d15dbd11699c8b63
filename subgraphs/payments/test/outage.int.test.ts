import { PaymentAuthorized, PaymentCaptured, PaymentReversed } from '@ordergraph/events';
import { eventually, testBrokers } from '@ordergraph/testing';
import { type Gateway, openGateway } from './open-gateway.js';
import { authorizePayment, capturePayment, openPayments, type OpenPayments, reversePayment } from './open-payments.js';

describe.each(testBrokers())('a provider behind a gateway that answers 502, over $kind,', (testBroker) => {
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

  it('costs no attempt: only its health is asked for until it is back, then the order is undone', async () => {
    payments.command(authorizePayment('undone'));
    await payments.isAnswered('undone', PaymentAuthorized.type);
    payments.command(capturePayment('undone'));
    await payments.isAnswered('undone', PaymentAuthorized.type, PaymentCaptured.type);
    gateway.goOut('bad-gateway');
    payments.command(reversePayment('undone'), 'undone/undo/1');
    const probes = () => gateway.refused.filter((request) => request === 'GET /health');
    await eventually(() => expect(probes().length).toBeGreaterThan(3));
    const asked = gateway.refused.filter((request) => request === 'POST /refunds').length;
    expect(asked).toBeLessThanOrEqual(2); // once by each process: not even the immediate tries
    gateway.goOut(undefined);
    await payments.isAnswered('undone', PaymentAuthorized.type, PaymentCaptured.type, PaymentReversed.type);
    expect(await payments.simulator.statement('undone')).toMatchObject({ captured: 2580, refunded: 2580 });
  });
});
