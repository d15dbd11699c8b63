import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { fastify } from 'fastify';
import { createApp, createLogger, requestTimeouts } from '../src/index.js';

const logger = createLogger({ name: 'test', level: 'silent' });

describe('a server whose peers send a byte now and then', () => {
  const app = fastify(requestTimeouts(300));
  app.post('/', () => ({}));
  let port: number;
  beforeAll(async () => {
    await app.listen({ port: 0 });
    ({ port } = app.server.address() as AddressInfo);
  });
  afterAll(() => app.close());

  it.each([
    ['headers', 'POST / HTTP/1.1\r\nx-slow: '],
    ['a body', 'POST / HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 9000\r\n\r\n{'],
  ])(
    'cuts them off in the middle of %s',
    async (_what, beginning) => {
      const peer = connect(port);
      peer.on('error', () => undefined);
      peer.write(beginning);
      const trickle = setInterval(() => peer.write('a'), 20);
      const [answer] = (await once(peer, 'data')) as [Buffer];
      expect(String(answer)).toMatch(/^HTTP\/1.1 408/);
      await once(peer, 'close');
      clearInterval(trickle);
    },
    5_000,
  );

  it('is every server of a service', () => {
    const { server } = createApp(logger);
    expect([server.requestTimeout, server.headersTimeout]).toEqual([30_000, 30_000]);
  });
});
