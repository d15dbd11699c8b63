import { createTokenSigner, generateSigningKey, graphAudience } from '@ordergraph/service';
import { eventually, requestGraphql } from '@ordergraph/testing';

import { watchByGraphqlSse } from './support/http-watch.js';
import { type Platform, startPlatform } from './support/platform.js';
import { connect, watch, type WatchRequest } from './support/watch.js';

jest.setTimeout(30_000);

const signerOf = async (issuer: string) => createTokenSigner({ issuer, key: await generateSigningKey() });
type Signer = Awaited<ReturnType<typeof signerOf>>;

let platform: Platform;
let one: Signer;
let other: Signer;
beforeAll(async () => {
  [one, other] = await Promise.all([signerOf('urn:one'), signerOf('urn:other')]);
  const trusted = [one, other].map(({ issuer, publicKeys }) => ({ issuer, jwks: publicKeys }));
  platform = await startPlatform({
    TRUSTED_ISSUERS: JSON.stringify(trusted),
    RATE_PER_PRINCIPAL: '5',
    MAX_SOCKETS_PER_USER: '1',
    MAX_HTTP_STREAMS_PER_USER: '1',
  });
});
afterAll(() => platform.stop());

/** A user whom this issuer knows by an id that the other has given too. */
const tokenBy = async (issuer: Signer, userId: string, sessionId = 'first') =>
  `Bearer ${await issuer.sign({
    principal: { kind: 'user', userId, sessionId, scopes: [] },
    audience: graphAudience,
    lifetimeSeconds: 600,
  })}`;

const bySocket = (url: string, request: WatchRequest, authorization?: string) => {
  const client = connect(url, authorization);
  const watching = watch(client, request);
  return Object.assign(watching, { stop: () => void client.dispose() });
};

describe('users of two issuers with one id', () => {
  it('use up their own rates only', async () => {
    const [busy, calm] = await Promise.all([tokenBy(one, 'busy'), tokenBy(other, 'busy')]);
    const ask = (authorization: string) => requestGraphql({ url: platform.url, query: '{ me { id } }', authorization });
    const statuses = (await Promise.all(Array.from({ length: 15 }, () => ask(busy)))).map(({ status }) => status);
    expect(await ask(calm)).toMatchObject({ status: 200, errors: undefined });
    expect(statuses).toContain(429);
  });

  it.each([
    ['streams', watchByGraphqlSse, [{ extensions: { code: 'TOO_MANY_STREAMS' } }]],
    ['sockets', bySocket, { code: 1013 }],
  ])('take up their own %s only', async (name, open, refused) => {
    platform.room(name).append({ value: 1, accountId: '1' });
    const request = { query: `subscription { counter(room: "${name}") { value } }` };
    const opened = [];
    for (const issuer of [one, other]) {
      const watching = open(platform.url, request, await tokenBy(issuer, name));
      opened.push(watching);
      await eventually(() => expect(watching.payloads).toHaveLength(1));
    }
    const again = open(platform.url, request, await tokenBy(one, name, 'second'));
    opened.push(again);
    await eventually(() => expect(again.end).toMatchObject(refused));
    for (const { stop } of opened) stop();
  });
});
