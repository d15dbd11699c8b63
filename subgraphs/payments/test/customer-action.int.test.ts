import { createHmac } from 'node:crypto';
import {
  PaymentActionRequired,
  PaymentAuthorized,
  PaymentDeclined,
  PaymentReversed,
  textAtMost,
} from '@ordergraph/events';
import { eventually, testBrokers, testUser } from '@ordergraph/testing';
import { webhookPath } from '../src/index.js';
import { authorizePayment, customer, openPayments, type OpenPayments, reversePayment } from './open-payments.js';

const query = 'query ($id: ID!) { payment(id: $id) { status nextAction { redirectUrl clientSecret expiresAt } } }';

interface Shown {
  readonly status: string;
  readonly nextAction: { readonly redirectUrl: string } | null;
}

describe.each(testBrokers())('a payment that wants the customer, over $kind', (testBroker) => {
  let payments: OpenPayments;
  beforeAll(async () => {
    payments = await openPayments(testBroker);
  });
  afterAll(() => payments.close());

  const { type: actionRequired } = PaymentActionRequired;
  const { type: authorized } = PaymentAuthorized;

  const shownTo = async (principal: ReturnType<typeof testUser>, id: string): Promise<Shown | undefined> => {
    const { data } = await payments.request(principal, query, { id });
    return (data?.['payment'] ?? undefined) as Shown | undefined;
  };

  async function awaitingCustomer(orderId: string): Promise<string> {
    payments.command(authorizePayment(orderId, 'tok_requires_action'));
    await payments.isAnswered(orderId, actionRequired);
    return (await shownTo(testUser(customer), orderId))?.nextAction?.redirectUrl ?? '';
  }

  it('shows the customer, and nobody else, where to approve', async () => {
    expect(await awaitingCustomer('shown')).toMatch(/^http.*\/actions\//);
    const operator = await shownTo(testUser('operator', 'payments:read'), 'shown');
    expect(operator).toEqual({ status: 'ACTION_REQUIRED', nextAction: null });
    expect(await shownTo(testUser('somebody-else'), 'shown')).toBeUndefined();
  });

  it('is authorized once the customer approves', async () => {
    const page = await awaitingCustomer('approved');
    expect(await payments.simulator.decide(page, 'approved')).toContain('Payment approved');
    await payments.isAnswered('approved', actionRequired, authorized);
    const told = payments.told.filter(({ data }) => data['orderId'] === 'approved');
    expect(told.at(-1)).toMatchObject({ correlationId: 'correlation-of-approved', state: { status: 'AUTHORIZED' } });
    expect(await shownTo(testUser(customer), 'approved')).toEqual({ status: 'AUTHORIZED', nextAction: null });
    await eventually(async () => expect(JSON.stringify(await payments.commits('approved'))).not.toContain('_secret'));
  });

  it('is declined when the customer refuses', async () => {
    const page = await awaitingCustomer('refused');
    await payments.simulator.decide(page, 'refused');
    await payments.isAnswered('refused', actionRequired, PaymentDeclined.type);
  });

  it('learns of the decision after a restart', async () => {
    const page = await awaitingCustomer('restarted');
    const restarted = payments.restart();
    await payments.simulator.decide(page, 'approved');
    await restarted;
    await payments.isAnswered('restarted', actionRequired, authorized);
  });

  it('can be undone while it waits, and approved no more', async () => {
    const page = await awaitingCustomer('undone');
    payments.command(reversePayment('undone'));
    await payments.isAnswered('undone', actionRequired, PaymentReversed.type);
    expect(await payments.simulator.decide(page, 'approved')).toContain('no longer waits');
    expect(await payments.simulator.statement('undone')).toMatchObject({ held: 0, authorizations: 0 });
  });

  describe('told by webhook', () => {
    const sign = (body: string, secret: string, at = Math.floor(Date.now() / 1_000)): string =>
      `t=${at},v1=${createHmac('sha256', secret).update(`${at}.${body}`).digest('hex')}`;

    const tell = async (body: string, signature: string): Promise<number> => {
      const response = await fetch(new URL(webhookPath, payments.url), {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json', 'x-provider-signature': signature },
      });
      return response.status;
    };

    const approvalOf = (orderReference: string, authorizationId: string, id = `evt_of_${orderReference}`): string =>
      JSON.stringify({ id, type: 'authorization.approved', data: { orderReference, authorizationId, method: 'Visa' } });

    it('believes no forger', async () => {
      const page = await awaitingCustomer('forged');
      const body = approvalOf('forged', page.split('/').at(-1) ?? '');
      const { webhookSecret } = payments.simulator;
      const recorded = async () => (await payments.commits('forged')).map(({ messages }) => messages);
      const before = await recorded();
      expect(await tell(body, sign(body, 'guess'))).toBe(401);
      expect(await tell(body, '')).toBe(401);
      expect(await tell(body, sign(`${body} `, webhookSecret))).toBe(401);
      expect(await tell(body, sign(body, webhookSecret, Math.floor(Date.now() / 1_000) - 3_600))).toBe(401);
      expect(await recorded()).toEqual(before);
    });

    it('does once what is told twice', async () => {
      const page = await awaitingCustomer('repeated');
      const body = approvalOf('repeated', page.split('/').at(-1) ?? '');
      const signature = sign(body, payments.simulator.webhookSecret);
      expect(await Promise.all([tell(body, signature), tell(body, signature)])).toEqual([200, 200]);
      await payments.isAnswered('repeated', actionRequired, authorized);
      expect(await tell(body, signature)).toBe(200);
      expect(await payments.commits('repeated')).toHaveLength(3);
    });

    it.each([
      {
        orderId: 'wordily-refused',
        type: 'authorization.refused',
        said: (message: string) => ({ decline: { code: 'refused', message, retryableWithOtherMethod: true, more: 1 } }),
        told: (message: string) => ({
          type: PaymentDeclined.type,
          data: { decline: { code: 'refused', message, retryableWithOtherMethod: true } },
        }),
      },
      {
        orderId: 'wordily-approved',
        type: 'authorization.approved',
        said: (method: string) => ({ method }),
        told: (method: string) => ({ type: authorized, data: { method } }),
      },
    ])('keeps as much of a text as messages carry: $type', async ({ orderId, type, said, told }) => {
      const page = await awaitingCustomer(orderId);
      const text = 'x'.repeat(textAtMost + 1);
      const about = { orderReference: orderId, authorizationId: page.split('/').at(-1) };
      const body = JSON.stringify({ id: `evt_of_${orderId}`, type, data: { ...about, ...said(text) } });
      expect(await tell(body, sign(body, payments.simulator.webhookSecret))).toBe(200);
      const shortened = told(text.slice(0, textAtMost));
      await payments.isAnswered(orderId, actionRequired, shortened.type);
      expect(payments.told.findLast(({ data }) => data['orderId'] === orderId)).toMatchObject(shortened);
    });

    it('takes what does not concern it, so that it is not told again', async () => {
      const { webhookSecret } = payments.simulator;
      for (const body of [approvalOf('unknown', 'auth_unknown'), '{"type":"invoice.created","id":"evt"}', 'no JSON'])
        expect(await tell(body, sign(body, webhookSecret))).toBeLessThan(300);
      expect(await payments.commits('unknown')).toEqual([]);
    });
  });
});
