import { PaymentAuthorized, PaymentCaptured, PaymentRefunded, PaymentReversed } from '@ordergraph/events';
import type { Principal } from '@ordergraph/service';
import { eventually, testBrokers, testUser } from '@ordergraph/testing';
import {
  authorizePayment,
  capturePayment,
  customer,
  openPayments,
  type OpenPayments,
  reversePayment,
} from './open-payments.js';

const operator = testUser('operator', 'payments:read', 'payments:refund');
const eve = testUser('eve');
const shown = `id version status total { amount currencyCode } captured { amount } refunded { amount } method`;
const byId = `query ($id: ID!) { payment(id: $id) { ${shown} } }`;
const entities = `query ($representations: [_Any!]!) {
  _entities(representations: $representations) { ... on Payment { ${shown} } ... on Order { id payment { ${shown} } } }
}`;
const refund = `mutation ($input: RefundPaymentInput!) { refundPayment(input: $input) {
  __typename
  ... on RefundPaymentSuccess { payment { status refunded { amount } } }
  ... on RefundTooLarge { refundable { amount } }
  ... on InvalidInput { fields { path } }
  ... on UserError { message }
} }`;

const [testBroker = { kind: 'embedded', url: undefined } as const] = testBrokers();

describe('payments in the graph', () => {
  let payments: OpenPayments;
  beforeAll(async () => {
    payments = await openPayments(testBroker);
  });
  afterAll(() => payments.close());
  afterEach(() => payments.simulator.faults({}));

  const events = [PaymentAuthorized.type, PaymentCaptured.type];

  async function capturedPayment(orderId: string): Promise<void> {
    payments.command(authorizePayment(orderId));
    await payments.isAnswered(orderId, PaymentAuthorized.type);
    payments.command(capturePayment(orderId));
    await payments.isAnswered(orderId, ...events);
  }

  const ask = async (principal: Principal, query: string, variables: Record<string, unknown>): Promise<unknown> =>
    (await payments.request(principal, query, variables)).data;

  const refundOf = async (paymentId: string, changes: Record<string, unknown> = {}): Promise<unknown> => {
    const amount = { amount: '5.00', currencyCode: 'EUR' };
    const input = { idempotencyKey: `refund-${paymentId}`, paymentId, amount, reason: 'Scratched', ...changes };
    const answer = await payments.request(operator, refund, { input });
    return answer.data?.['refundPayment'] ?? answer.errors;
  };

  describe('reading', () => {
    beforeAll(() => capturedPayment('read'));

    const expected = {
      id: 'read',
      status: 'CAPTURED',
      total: { amount: '25.80', currencyCode: 'EUR' },
      captured: { amount: '25.80' },
      refunded: { amount: '0.00' },
      method: 'Visa •••• 4242',
    };

    it.each([testUser(customer), operator])('shows a payment to its customer and to operators', async (principal) => {
      expect(await ask(principal, byId, { id: 'read' })).toMatchObject({ payment: expected });
      const representations = [
        { __typename: 'Payment', id: 'read' },
        { __typename: 'Order', id: 'read' },
        { __typename: 'Order', id: 'unheard-of' },
      ];
      expect(await ask(principal, entities, { representations })).toMatchObject({
        _entities: [expected, { id: 'read', payment: expected }, { id: 'unheard-of', payment: null }],
      });
    });

    it('shows another customer the same as what does not exist', async () => {
      expect(await ask(eve, byId, { id: 'read' })).toEqual({ payment: null });
      expect(await ask(eve, byId, { id: 'unheard-of' })).toEqual({ payment: null });
      const representations = [
        { __typename: 'Payment', id: 'read' },
        { __typename: 'Payment', id: 'unheard-of' },
        { __typename: 'Order', id: 'read' },
      ];
      expect(await ask(eve, entities, { representations })).toEqual({
        _entities: [null, null, { id: 'read', payment: null }],
      });
    });

    it('answers a stranger nothing', async () => {
      const body = JSON.stringify({ query: byId, variables: { id: 'read' } });
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(payments.url, { method: 'POST', body, headers });
      expect(response.status).toBe(401);
      expect(await response.text()).not.toContain('25.80');
    });

    it('keeps the ledger for operators', async () => {
      const query = `query ($after: String) { payment(id: "read") { ledger(first: 1, after: $after) {
        edges { cursor node { debit credit amount { amount currencyCode } cause postedAt } } pageInfo { hasNextPage }
      } } }`;
      const withheld = await payments.request(testUser(customer), query);
      expect(withheld.data).toEqual({ payment: { ledger: null } });
      const first = await ask(operator, query, {});
      expect(first).toMatchObject({
        payment: {
          ledger: {
            edges: [{ node: { debit: 'provider-clearing', credit: 'customer', amount: { amount: '25.80' } } }],
            pageInfo: { hasNextPage: true },
          },
        },
      });
      const { edges } = (first as { payment: { ledger: { edges: { cursor: string }[] } } }).payment.ledger;
      expect(await ask(operator, query, { after: edges[0]?.cursor })).toMatchObject({
        payment: {
          ledger: { edges: [{ node: { debit: 'customer', credit: 'revenue' } }], pageInfo: { hasNextPage: false } },
        },
      });
      const after = Buffer.from(JSON.stringify(['ledger', '99/0/0'])).toString('base64url');
      const elsewhere = await payments.request(operator, query, { after });
      expect(elsewhere.errors?.[0]?.extensions).toMatchObject({ code: 'CURSOR_INVALID' });
    });
  });

  describe('refunding', () => {
    it('gives back once per key, and says how it stands', async () => {
      await capturedPayment('refund');
      const success = {
        __typename: 'RefundPaymentSuccess',
        payment: { status: 'PARTIALLY_REFUNDED', refunded: { amount: '5.00' } },
      };
      expect(await Promise.all([refundOf('refund'), refundOf('refund')])).toEqual([success, success]);
      await payments.isAnswered('refund', ...events, PaymentRefunded.type);
      expect(await payments.simulator.statement('refund')).toMatchObject({ refunded: 500 });
      expect(await refundOf('refund', { reason: 'Another' })).toMatchObject({ __typename: 'IdempotencyKeyReused' });
    });

    it('refuses a key that refunded another payment', async () => {
      await Promise.all([capturedPayment('key-one'), capturedPayment('key-two')]);
      const idempotencyKey = 'one-key-for-two';
      expect(await refundOf('key-one', { idempotencyKey })).toMatchObject({ __typename: 'RefundPaymentSuccess' });
      expect(await refundOf('key-two', { idempotencyKey })).toMatchObject({ __typename: 'IdempotencyKeyReused' });
      expect(await payments.simulator.statement('key-two')).toMatchObject({ refunded: 0 });
    });

    it.each(['', 'x'.repeat(201), 'half a character: \ud800'])('refuses the key %j', async (idempotencyKey) => {
      expect(await refundOf('read', { idempotencyKey })).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    });

    it('refuses too much, the unknown and the invalid', async () => {
      await capturedPayment('refusals');
      const euros = (amount: string): Record<string, unknown> => ({ amount: { amount, currencyCode: 'EUR' } });
      expect(await refundOf('refusals', euros('25.81'))).toMatchObject({ refundable: { amount: '25.80' } });
      expect(await refundOf('refusals', { ...euros('0.001'), reason: '' })).toMatchObject({
        fields: [{ path: ['amount', 'amount'] }, { path: ['reason'] }],
      });
      expect(await refundOf('unheard-of')).toMatchObject({ __typename: 'NotFound' });
    });

    it('needs the scope', async () => {
      const input = {
        idempotencyKey: 'k',
        paymentId: 'refund',
        amount: { amount: '1', currencyCode: 'EUR' },
        reason: 'mine',
      };
      const { errors } = await payments.request(testUser(customer), refund, { input });
      expect(errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
    });

    it('finishes what the provider did not answer, and the same key tells', async () => {
      await capturedPayment('interrupted');
      await payments.simulator.faults({ failNext: 1_000, operations: ['refund'] });
      expect(await refundOf('interrupted')).toMatchObject([{ extensions: { code: 'SERVICE_UNAVAILABLE' } }]);
      await payments.simulator.faults({});
      await payments.isAnswered('interrupted', ...events, PaymentRefunded.type);
      expect(await refundOf('interrupted')).toMatchObject({ __typename: 'RefundPaymentSuccess' });
      expect(await payments.simulator.statement('interrupted')).toMatchObject({ refunded: 500 });
    });

    it('leaves only the rest to a reversal', async () => {
      await capturedPayment('rest');
      await refundOf('rest');
      payments.command(reversePayment('rest'));
      await payments.isAnswered('rest', ...events, PaymentRefunded.type, PaymentReversed.type);
      expect(
        payments.told.find(({ type, data }) => type === PaymentReversed.type && data['orderId'] === 'rest'),
      ).toMatchObject({
        data: { reversal: 'REFUNDED', amount: { amount: 2080 } },
        state: { status: 'REFUNDED', refunded: { amount: 2580 } },
      });
      await eventually(async () =>
        expect(await payments.simulator.statement('rest')).toMatchObject({ captured: 2580, refunded: 2580 }),
      );
      expect(await refundOf('rest', { idempotencyKey: 'too late' })).toMatchObject({ refundable: { amount: '0.00' } });
    });
  });
});
