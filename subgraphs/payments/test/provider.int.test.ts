import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { InfrastructureUnavailable } from '@ordergraph/messaging';
import { uniqueNamespace } from '@ordergraph/testing';
import { ProviderRejected, ProviderUnanswered } from '../src/provider/errors.js';
import type { PaymentProvider } from '../src/provider/payment-provider.js';
import { simulatedProvider } from '../src/provider/simulated-provider.js';
import { openGateway } from './open-gateway.js';
import { openSimulator, type Simulator } from './open-simulator.js';

const namespace = uniqueNamespace();
let simulator: Simulator;
let provider: PaymentProvider;

beforeAll(async () => {
  simulator = await openSimulator(namespace.name, () => 'http://127.0.0.1:9/');
  provider = simulatedProvider({ url: simulator.url, key: simulator.key, timeoutMilliseconds: 500 });
});
afterEach(() => simulator.faults({}));
afterAll(async () => {
  await provider.close();
  await simulator.stop();
  await namespace.cleanup();
});

const amount = { amount: 2580, currency: 'EUR' };
const authorization = (orderReference: string, token = 'tok_success') => ({
  key: `${orderReference}/authorize/1`,
  orderReference,
  description: 'A7K2-9QPX',
  amount,
  token,
});

async function authorized(orderReference: string): Promise<string> {
  const answer = await provider.authorize(authorization(orderReference));
  return answer.outcome === 'authorized' ? answer.authorizationId : '';
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe('the provider over HTTP', () => {
  it('that nobody reaches is an outage, whose probe succeeds once it is there', async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    const away = simulatedProvider({ url, key: simulator.key, timeoutMilliseconds: 500 });
    await expect(away.authorize(authorization('away'))).rejects.toThrow(InfrastructureUnavailable);
    await away.close();

    await simulator.faults({ unavailable: true });
    const outage = await provider.authorize(authorization('outage')).catch((error: unknown) => error);
    expect(outage).toBeInstanceOf(InfrastructureUnavailable);
    const { probe } = outage as InfrastructureUnavailable;
    await expect(probe?.()).rejects.toThrow(ProviderUnanswered);
    await simulator.faults({});
    await expect(probe?.()).resolves.toBeUndefined();
  });

  it('that does not accept our key is an outage too: no message is to blame', async () => {
    const stranger = simulatedProvider({ url: simulator.url, key: 'wrong', timeoutMilliseconds: 500 });
    await expect(stranger.authorize(authorization('stranger'))).rejects.toThrow(InfrastructureUnavailable);
    await stranger.close();
  });

  it('that is slow, fails or hangs up may have done it: asked again, it answers', async () => {
    await expect(provider.authorize(authorization('slow', 'tok_slow'))).rejects.toThrow(ProviderUnanswered);
    await simulator.faults({ failNext: 1 });
    await expect(provider.authorize(authorization('failing'))).rejects.toThrow(ProviderUnanswered);
    await simulator.faults({ dropAnswers: 1 });
    await expect(provider.authorize(authorization('dropped'))).rejects.toThrow(ProviderUnanswered);
    expect(await provider.authorize(authorization('dropped'))).toMatchObject({ outcome: 'authorized' });
    expect(await simulator.statement('dropped')).toMatchObject({ authorizations: 1 });
  });

  it.each(['bad-gateway', 'silent'] as const)('that fails its health check too is an outage (%s)', async (how) => {
    const gateway = await openGateway(simulator.url);
    const behind = simulatedProvider({ url: gateway.url, key: simulator.key, timeoutMilliseconds: 500 });
    gateway.goOut(how);
    const outage = await behind.authorize(authorization(how)).catch((error: unknown) => error);
    expect(outage).toBeInstanceOf(InfrastructureUnavailable);
    const { probe } = outage as InfrastructureUnavailable;
    await expect(probe?.()).rejects.toThrow();
    gateway.goOut(undefined);
    await expect(probe?.()).resolves.toBeUndefined();
    expect(await behind.authorize(authorization(how))).toMatchObject({ outcome: 'authorized' });
    await behind.close();
    gateway.close();
  });

  it.each([
    ['something before it refuses', 404, '<h1>Not found</h1>'],
    ['the same key is being worked on', 409, '{"error":{"code":"key_in_use"}}'],
    ['it is too early', 425, '{"error":{"code":"too_early"}}'],
  ])('may have done it when %s', async (_, status, body) => {
    const gateway = await openGateway(simulator.url);
    const behind = simulatedProvider({ url: gateway.url, key: simulator.key, timeoutMilliseconds: 500 });
    gateway.goOut({ status, body });
    await expect(behind.authorize(authorization(`unclear-${status}`))).rejects.toThrow(ProviderUnanswered);
    await behind.close();
    gateway.close();
  });

  it('that says the request is wrong is not asked again', async () => {
    await provider.authorize(authorization('reused'));
    const other = { ...authorization('reused'), amount: { ...amount, amount: 1 } };
    await expect(provider.authorize(other)).rejects.toThrow(ProviderRejected);
  });

  it('finds what was answered to a key', async () => {
    const authorizationId = await authorized('found');
    const key = 'found/capture/1';
    expect(await provider.findAnswer({ orderReference: 'found', key })).toBeUndefined();
    await provider.capture({ key, authorizationId, amount });
    expect(await provider.findAnswer({ orderReference: 'found', key })).toEqual({ outcome: 'captured' });
    expect(await provider.findAnswer({ orderReference: 'found', key: 'found/authorize/1' })).toMatchObject({
      outcome: 'authorized',
      authorizationId,
    });
  });

  it('does not void what was captured', async () => {
    const authorizationId = await authorized('captured');
    await provider.capture({ key: 'captured/capture/1', authorizationId, amount });
    expect(await provider.void({ key: 'captured/void/1', authorizationId })).toMatchObject({ outcome: 'void-failed' });
  });
});
