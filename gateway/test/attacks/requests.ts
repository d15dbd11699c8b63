import { gzipSync } from 'node:zlib';

import type { Platform } from '../support/platform.js';
import { openSocket } from '../support/raw-socket.js';
import { answerOf, codeOfClose } from './ask.js';
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
    attack: 'Variables nested 40,000 deep that nobody asked for',
    answer: 'answered as a visitor',
    play: (platform) =>
      allAnswers(
        ['*/*', 'application/json'].map((accept) =>
          post(platform, `{"query":"{ me { id } }","variables":{"a":${nested(40_000)}}}`, { accept }),
        ),
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
