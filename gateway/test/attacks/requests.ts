import { gzipSync } from 'node:zlib';

import { eventually } from '@ordergraph/testing';

import type { Platform } from '../support/platform.js';
import { openSocket } from '../support/raw-socket.js';
import { answerOf, askEverywhere, codeOfClose } from './ask.js';
import { allAnswers, type Attack } from './attack.js';

const operation = JSON.stringify({ query: '{ me { id } }' });
const accepts = ['*/*', 'multipart/mixed;subscriptionSpec=1.0', 'text/event-stream'];

async function send(url: string, init: RequestInit): Promise<string> {
  const response = await fetch(url, init);
  const text = await response.text();
  return /"errors"|"data"/.test(text) ? answerOf(text) : `HTTP ${String(response.status)}`;
}

const post = (
  { url }: Platform,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = {},
): Promise<string> => send(url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body });

/** Whatever a page can send without asking first, for an answer or a stream. */
const form = (type: string): Attack => ({
  attack: `A form of another page: \`${type}\``,
  answer: 'BAD_REQUEST',
  play: (platform) => allAnswers(accepts.map((accept) => post(platform, operation, { accept, 'content-type': type }))),
});

const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;
const anything = 'query ($v: Anything) { any(value: $v) }';

/** Sends the same again and again over POST, and over one WebSocket, which stays open. */
async function deep(platform: Platform, fields: (value: string) => string): Promise<string> {
  const payload = `{${fields(nested(30_000))}}`;
  const ids = Array.from({ length: 6 }, (_, index) => String(index));
  const socket = await openSocket(platform.url);
  socket.send({ type: 'connection_init' }, `{"type":"ping","payload":{"a":${nested(30_000)}}}`);
  await socket.received(2);
  for (const id of ids) socket.send(`{"type":"subscribe","id":"${id}","payload":${payload}}`);
  socket.send({ type: 'subscribe', id: 'other', payload: { query: '{ me { id } }' } });
  const messages = await eventually(() => {
    expect(socket.messages.filter(({ type }) => type === 'next')).toMatchObject([{ id: 'other' }]);
    expect(socket.messages.filter(({ type }) => type === 'error')).toHaveLength(ids.length);
    return socket.messages.filter(({ type }) => type === 'error');
  });
  socket.leave();
  return allAnswers([
    ...messages.map((message) => Promise.resolve(answerOf(JSON.stringify(message)))),
    ...accepts.flatMap((accept) => ids.map(() => post(platform, payload, { accept }))),
  ]);
}

export const requestAttacks: readonly Attack[] = [
  {
    attack: 'An array of operations',
    answer: 'BATCHING_REFUSED',
    play: (platform) => allAnswers(accepts.map((accept) => post(platform, `[${operation},${operation}]`, { accept }))),
  },
  form('text/plain'),
  form('application/x-www-form-urlencoded'),
  form('multipart/form-data; boundary=x'),
  {
    attack: 'A link or image of another page: GET',
    answer: 'BAD_REQUEST',
    play: ({ url }) =>
      allAnswers(
        accepts.map((accept) => send(`${url}?query=${encodeURIComponent('{ me { id } }')}`, { headers: { accept } })),
      ),
  },
  {
    attack: 'A body of more than 100 KiB',
    answer: 'REQUEST_TOO_LARGE',
    play: (platform) =>
      allAnswers(accepts.map((accept) => post(platform, ' '.repeat(103_000) + operation, { accept }))),
  },
  {
    attack: 'A small body that unpacks to a large one',
    answer: 'BAD_REQUEST',
    play: (platform) =>
      post(platform, new Uint8Array(gzipSync(' '.repeat(10_000_000))), { 'content-encoding': 'gzip' }),
  },
  {
    attack: 'Headers of more than 16 KiB',
    answer: 'HTTP 431',
    play: (platform) => post(platform, operation, { 'x-padding': 'x'.repeat(20_000) }),
  },
  {
    attack: 'Variables nested 65 deep',
    answer: 'BAD_USER_INPUT',
    play: (platform) =>
      askEverywhere(platform, { query: anything, variables: { v: JSON.parse(nested(64)) as unknown } }),
  },
  {
    attack: 'Extensions nested 65 deep',
    answer: 'BAD_REQUEST',
    play: (platform) =>
      askEverywhere(platform, { query: '{ me { id } }', extensions: { v: JSON.parse(nested(64)) as unknown } }),
  },
  {
    attack: 'Variables nested 30,000 deep, again and again: nothing overflows, and no subgraph is left alone',
    answer: 'BAD_USER_INPUT',
    play: async (platform) => {
      const refused = await deep(platform, (value) => `"query":"${anything}","variables":{"v":${value}}`);
      await eventually(async () => {
        expect(await post(platform, '{"query":"{ accounts { id } }"}')).toContain('"data":{"accounts"');
      });
      return refused;
    },
  },
  {
    attack: 'Variables nested 30,000 deep that nobody asked for',
    answer: 'BAD_USER_INPUT',
    play: (platform) => deep(platform, (value) => `"query":"{ me { id } }","variables":{"a":${value}}`),
  },
  {
    attack: 'Extensions nested 30,000 deep',
    answer: 'BAD_REQUEST',
    play: (platform) => deep(platform, (value) => `"query":"{ me { id } }","extensions":{"a":${value}}`),
  },
  {
    attack: 'Variables nested 30,000 deep beside an id instead of a text',
    answer: 'BAD_USER_INPUT',
    play: (platform) =>
      deep(
        platform,
        (value) => `"variables":{"a":${value}},"extensions":{"persistedQuery":{"version":1,"sha256Hash":"0"}}`,
      ),
  },
  {
    attack: 'A WebSocket message of more than 64 KiB',
    answer: 'REQUEST_TOO_LARGE',
    play: async ({ url }) => {
      const socket = await openSocket(url);
      socket.send({ type: 'connection_init' }, `{"type":"ping","payload":{"a":"${'x'.repeat(70_000)}"}}`);
      return codeOfClose((await socket.closed())[0]);
    },
  },
];
