import { uniqueNamespace } from '@ordergraph/testing';
import { type PaymentSimulator, signatureHeader, signWebhook } from '../src/index.js';
import { type Client, clientOf, startSimulator, startWebhookEndpoint, webhookSecret } from './simulator-client.js';

const namespace = uniqueNamespace();
let simulator: PaymentSimulator;
let client: Client;

beforeAll(async () => {
  simulator = await startSimulator(namespace.name);
  client = clientOf(simulator);
});

afterAll(async () => {
  await simulator.stop();
  await namespace.cleanup();
});

const authorization = (orderReference: string, token = 'tok_success') => ({
  idempotencyKey: `${orderReference}/authorize/1`,
  orderReference,
  amount: 2580,
  currency: 'EUR',
  token,
});
const money = { amount: 2580, currency: 'EUR' };

describe('the payment simulator', () => {
  it('refuses callers without its key', async () => {
    expect((await clientOf(simulator, 'wrong').get('/health')).status).toBe(401);
  });

  it('performs a request once for its key, however many arrive at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => client.post('/authorizations', authorization('once'))),
    );
    expect(new Set(answers.map(({ body }) => body['id'])).size).toBe(1);
    const { body } = await client.get('/ledger?orderReference=once');
    expect(body).toMatchObject({ authorizations: 1, held: 2580 });
  });

  it('refuses a key that was used for another request', async () => {
    await client.post('/authorizations', authorization('reused'));
    const { status, body } = await client.post('/authorizations', { ...authorization('reused'), amount: 1 });
    expect(status).toBe(409);
    expect(body).toMatchObject({ error: { code: 'idempotency_key_reused' } });
  });

  it('shows two charges of one order as two', async () => {
    for (const attempt of ['1', '2']) {
      const idempotencyKey = `double/authorize/${attempt}`;
      const { body } = await client.post('/authorizations', { ...authorization('double'), idempotencyKey });
      const path = `/authorizations/${String(body['id'])}/capture`;
      await client.post(path, { idempotencyKey: `double/capture/${attempt}`, ...money });
    }
    expect((await client.get('/ledger?orderReference=double')).body).toMatchObject({ charges: 2, captured: 5160 });
  });

  it('lets only one of a capture and a void at the same moment win', async () => {
    const { body } = await client.post('/authorizations', authorization('race'));
    const path = `/authorizations/${String(body['id'])}`;
    const [capture, voided] = await Promise.all([
      client.post(`${path}/capture`, { idempotencyKey: 'race/capture/1', ...money }),
      client.post(`${path}/void`, { idempotencyKey: 'race/void/1' }),
    ]);
    const statuses = [capture.body['status'], voided.body['status']];
    expect([
      ['captured', 'failed'],
      ['failed', 'voided'],
    ]).toContainEqual(statuses);
  });

  it('keeps its books and its keys over a restart', async () => {
    const before = await client.post('/authorizations', authorization('restart'));
    await simulator.stop();
    simulator = await startSimulator(namespace.name);
    client = clientOf(simulator);
    expect(await client.post('/authorizations', authorization('restart'))).toEqual(before);
  });

  it('charges and does not answer, then answers the repeated request', async () => {
    const request = authorization('unanswered', 'tok_timeout_after_charge');
    const hangingUp = fetch(`${simulator.url}/authorizations`, {
      method: 'POST',
      body: JSON.stringify(request),
      headers: { authorization: 'Bearer test-key', 'content-type': 'application/json' },
      signal: AbortSignal.timeout(300),
    });
    await expect(hangingUp).rejects.toThrow();
    expect((await client.post('/authorizations', request)).body).toMatchObject({ status: 'authorized' });
    expect((await client.get('/ledger?orderReference=unanswered')).body).toMatchObject({ authorizations: 1 });
  });

  it('fails on request, without doing anything', async () => {
    await client.post('/faults', { failNext: 1, operations: ['authorization'] });
    expect((await client.post('/authorizations', authorization('faulty'))).status).toBe(500);
    expect((await client.get('/ledger?orderReference=faulty')).body).toMatchObject({ authorizations: 0 });
    expect((await client.post('/authorizations', authorization('faulty'))).status).toBe(200);
  });
});

describe('the action page', () => {
  it('tells the decision by a signed webhook until it is accepted, always with the same event id', async () => {
    const endpoint = await startWebhookEndpoint(2);
    await simulator.stop();
    simulator = await startSimulator(namespace.name, endpoint.url);
    client = clientOf(simulator);
    const { body } = await client.post('/authorizations', authorization('action', 'tok_requires_action'));
    const page = String(body['redirectUrl']);
    expect(await (await fetch(page)).text()).toContain('€25.80');

    const approval = { method: 'POST', body: new URLSearchParams({ decision: 'approved' }) };
    expect(await (await fetch(page, approval)).text()).toContain('Payment approved');
    expect(await (await fetch(page)).text()).toContain('no longer waits');

    const [first, , last] = await endpoint.firstWebhooks(3);
    expect(first?.body).toBe(last?.body);
    expect(JSON.parse(last?.body ?? '')).toMatchObject({
      type: 'authorization.approved',
      data: { orderReference: 'action' },
    });
    const [, seconds] = /t=(\d+)/.exec(String(last?.headers[signatureHeader])) ?? [];
    const at = new Date(Number(seconds) * 1000);
    expect(last?.headers[signatureHeader]).toBe(signWebhook(webhookSecret, last?.body ?? '', at));
    endpoint.stop();
  });
});
