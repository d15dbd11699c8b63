import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { testUser } from '@ordergraph/testing';
import {
  createTokenSigner,
  createTokenVerifier,
  generateSigningKey,
  graphAudience,
  type TokenSigner,
  type TrustedIssuer,
} from '../src/index.js';

const issuer = 'urn:ordergraph:users';
const signer = async (): Promise<TokenSigner> => createTokenSigner({ issuer, key: await generateSigningKey() });
const bearer = async (from: TokenSigner): Promise<string> =>
  `Bearer ${await from.sign({ principal: testUser('ada'), audience: graphAudience, lifetimeSeconds: 60 })}`;

describe('keys that came after the configuration', () => {
  let server: Server;
  let published: TokenSigner;
  let requests = 0;
  let status = 200;

  beforeAll(async () => {
    published = await signer();
    server = createServer((_request, response) => {
      requests += 1;
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(published.publicKeys));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => server.close());

  const trusting = (inline: TokenSigner) =>
    createTokenVerifier(
      [
        {
          issuer,
          jwks: inline.publicKeys,
          jwksUri: `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`,
        } as TrustedIssuer,
      ],
      graphAudience,
    );

  it('are fetched once, when first met, and inline keys need no fetch', async () => {
    const inline = await signer();
    const verifier = trusting(inline);
    requests = 0;
    await verifier.verify(await bearer(inline));
    expect(requests).toBe(0);
    await verifier.verify(await bearer(published));
    await verifier.verify(await bearer(published));
    expect(requests).toBe(1);
  });

  it('do not let invented keys become a request each while they cannot be fetched, and do not stand in the way of inline ones', async () => {
    const inline = await signer();
    const verifier = trusting(inline);
    status = 500;
    requests = 0;
    for (let attempt = 0; attempt < 5; attempt += 1) {
      await expect(verifier.verify(await bearer(await signer()))).rejects.toMatchObject({
        code: 'SERVICE_UNAVAILABLE',
      });
    }
    expect(requests).toBe(1);
    expect(await verifier.verify(await bearer(inline))).toMatchObject({ userId: 'ada' });
  });

  it('are good until they are old, also while an invented one cannot be looked for', async () => {
    const verifier = trusting(await signer());
    status = 200;
    await verifier.verify(await bearer(published));
    const now = Date.now();
    const clock = jest.spyOn(Date, 'now').mockReturnValue(now + 40_000);
    try {
      const invented = await bearer(await signer());
      await expect(verifier.verify(invented)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
      clock.mockReturnValue(now + 80_000);
      status = 500;
      await expect(verifier.verify(invented)).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
      expect(await verifier.verify(await bearer(published))).toMatchObject({ userId: 'ada' });
    } finally {
      clock.mockRestore();
    }
  });
});
