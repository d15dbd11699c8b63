import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

import { eventually, testIdentity, testUser } from '@ordergraph/testing';
import { WebSocket } from 'ws';

import type { Platform } from '../support/platform.js';
import { openSocket } from '../support/raw-socket.js';
import { EVENT_STREAM, openRaw } from '../support/raw-stream.js';
import { answerOf, codeOfClose, crowdEverywhere } from './ask.js';
import { allAnswers, type Attack } from './attack.js';

const ticker = (room: string): string => `subscription { ticker(room: "${room}") { value } }`;

/** So few that a test can fill them. */
export const crowdLimits = { MAX_SOCKETS_PER_ADDRESS: '40', MAX_HTTP_STREAMS_PER_ADDRESS: '30' };

/** A peer that sends the beginning of a request and then a byte now and then; resolves when it was cut off. */
async function slowPeer({ url }: Platform, beginning: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket: Socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  let said = '';
  socket.on('data', (data) => (said += data.toString()));
  socket.write(beginning);
  const drip = setInterval(() => socket.write('x'), 1_000);
  await once(socket, 'close');
  clearInterval(drip);
  return /^HTTP\/1.1 \d+/.exec(said)?.[0].replace('/1.1', '') ?? 'closed';
}

const query = '{ me { id } }';
let invented = 0;
const inventedAddress = (): string => {
  invented += 1;
  return `10.0.${String(invented >> 8)}.${String(invented % 256)}`;
};

export const crowdAttacks: readonly Attack[] = [
  {
    attack: 'More operations in a second than one address may send',
    answer: 'RATE_LIMITED',
    play: async ({ startGateway }) => crowdEverywhere(await startGateway({ RATE_PER_ADDRESS: '2' }), () => ({ query })),
  },
  {
    attack: 'The same, each from another address according to `x-forwarded-for`',
    answer: 'RATE_LIMITED',
    play: async ({ startGateway }) =>
      crowdEverywhere(await startGateway({ RATE_PER_ADDRESS: '2' }), () => ({
        query,
        headers: { 'x-forwarded-for': `${inventedAddress()}, ${inventedAddress()}` },
      })),
  },
  {
    attack: 'A flood of forged tokens: no further one is checked',
    answer: 'RATE_LIMITED',
    play: async ({ startGateway }) => {
      const authorization = await (await testIdentity()).sign(testUser('1'));
      return crowdEverywhere(await startGateway({ RATE_BAD_TOKENS_PER_ADDRESS: '2' }), () => ({
        query,
        authorization,
      }));
    },
  },
  {
    attack: '5,000 subscriptions on one socket: 20 run',
    answer: 'TOO_MANY_STREAMS',
    play: async ({ url, room }) => {
      const socket = await openSocket(url);
      socket.send({ type: 'connection_init' });
      await socket.received(1);
      for (let id = 0; id < 5_000; id += 1)
        socket.send({ type: 'subscribe', id: String(id), payload: { query: ticker(`crowd ${String(id)}`) } });
      const errors = await eventually(() => {
        const refused = socket.messages.filter(({ type }) => type === 'error');
        expect(refused).toHaveLength(4_980);
        return refused;
      });
      await eventually(() => {
        const running = Array.from({ length: 5_000 }, (_, id) => room(`crowd ${String(id)}`).readers);
        expect(running.reduce((sum, readers) => sum + readers)).toBe(20);
      });
      socket.leave();
      return allAnswers(errors.map(async ({ payload }) => answerOf(JSON.stringify(payload))));
    },
  },
  {
    attack: 'More sockets than one address may have',
    answer: 'TOO_MANY_SOCKETS',
    play: async ({ url }) => {
      const sockets = await Promise.all(Array.from({ length: 41 }, () => openSocket(url)));
      for (const socket of sockets) socket.send({ type: 'connection_init' });
      const closed = await Promise.any(sockets.map((socket) => socket.closed()));
      await eventually(() => {
        expect(sockets.filter(({ messages }) => messages.length > 0)).toHaveLength(40);
      });
      for (const socket of sockets) socket.leave();
      return codeOfClose(closed[0]);
    },
  },
  {
    attack: 'More streams over HTTP than one address may have',
    answer: 'TOO_MANY_STREAMS',
    play: async ({ url, room }) => {
      const open = () => openRaw({ url, accept: EVENT_STREAM, query: ticker('http crowd') });
      const streams = await Promise.all(Array.from({ length: 31 }, open));
      const refused = await eventually(() => {
        const found = streams.find((stream) => stream.isOver());
        if (!found) throw new Error('every stream goes on');
        return found.text();
      });
      for (const stream of streams) stream.leave();
      await eventually(() => {
        expect(room('http crowd').readers).toBe(0);
      });
      return answerOf(refused);
    },
  },
  {
    attack: 'A subscription that takes more than 256 KiB where its subgraph is asked: the streams of others go on',
    answer: 'REQUEST_TOO_LARGE',
    play: async ({ url, room, counters }) => {
      const other = await openRaw({ url, accept: EVENT_STREAM, query: ticker('beside') });
      await eventually(() => {
        expect(room('beside').readers).toBe(1);
      });
      const sockets = counters.sockets();
      const large = await openRaw({ url, accept: EVENT_STREAM, query: ticker('\u007F'.repeat(40_000)) });
      await eventually(() => {
        expect(large.isOver()).toBe(true);
      });
      expect([other.isOver(), room('beside').readers, counters.sockets()]).toEqual([false, 1, sockets]);
      other.leave();
      return answerOf(large.text());
    },
  },
  {
    attack: 'A WebSocket of another page',
    answer: 'ORIGIN_REFUSED',
    play: async ({ url }) => {
      const socket = new WebSocket(url.replace('http', 'ws'), 'graphql-transport-ws', {
        origin: 'https://evil.example',
      });
      socket.once('error', () => undefined);
      const [, response] = (await once(socket, 'unexpected-response')) as [unknown, AsyncIterable<Buffer>];
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk);
      socket.terminate();
      return answerOf(Buffer.concat(chunks).toString('utf8'));
    },
  },
  {
    attack: 'A stream of another page',
    answer: 'ORIGIN_REFUSED',
    play: async ({ url }) => {
      const headers = { origin: 'https://evil.example' };
      const stream = await openRaw({ url, accept: EVENT_STREAM, query: ticker('evil'), headers });
      await eventually(() => {
        expect(stream.isOver()).toBe(true);
      });
      return answerOf(stream.text());
    },
  },
  {
    attack: 'A socket that never says who it is',
    answer: 'closed with 4408',
    play: async ({ url }) => codeOfClose((await (await openSocket(url)).closed())[0]),
  },
  {
    attack: 'A request that arrives byte by byte, for longer than half a minute',
    answer: 'HTTP 408',
    play: (platform) =>
      allAnswers([
        slowPeer(platform, 'POST /graphql HTTP/1.1\r\nhost: gateway\r\nx-padding: '),
        slowPeer(
          platform,
          'POST /graphql HTTP/1.1\r\nhost: gateway\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n{',
        ),
      ]),
  },
];
