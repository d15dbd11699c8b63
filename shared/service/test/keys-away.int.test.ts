import { eventually, testUser } from '@ordergraph/testing';
import { type RunningLibrary, startLibrary } from './running-library.js';

describe('a token whose key cannot be fetched', () => {
  let running: RunningLibrary;
  let ada: string;

  beforeAll(async () => {
    const issuer = { issuer: 'urn:ordergraph:users', jwksUri: 'http://127.0.0.1:1/jwks' };
    running = await startLibrary({ TRUSTED_ISSUERS: JSON.stringify([issuer]) });
    ada = await running.identity.sign(testUser('ada'));
  });
  afterAll(() => running.stop());

  const later = { extensions: { code: 'SERVICE_UNAVAILABLE', retryable: true } };

  it('may be sent again later over HTTP, and is not called a bad one', async () => {
    const { status, errors, headers } = await running.ask('{ hello }', ada);
    expect([status, errors, headers.get('www-authenticate')]).toMatchObject([503, [later], null]);
    expect(await running.ask('{ hello }')).toMatchObject({ status: 401 });
  });

  it('closes a socket that it opens so that its client comes again, and ends an operation so that it is repeated', async () => {
    const ticks = 'subscription { ticks { number } }';
    const [connection, subscription] = [running.watch(ticks, ada), running.watch(ticks, ada, 'subscribe')];
    await eventually(() => {
      expect(connection.end).toMatchObject({ kind: 'closed', code: 1013 });
      expect(subscription.end).toMatchObject({ kind: 'errors', errors: [later] });
    });
    await Promise.all([connection.stop(), subscription.stop()]);
  });
});
