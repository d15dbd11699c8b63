import { eventually } from '@ordergraph/testing';

import type { Platform } from '../support/platform.js';
import { openSocket, type RawSocket } from '../support/raw-socket.js';
import { allAnswers } from './attack.js';

export interface Request {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly extensions?: Readonly<Record<string, unknown>>;
  readonly authorization?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Ask = (url: string, request: Request) => Promise<string>;

const post =
  (accept: string): Ask =>
  async (url, { headers, authorization, ...operation }) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { accept, 'content-type': 'application/json', ...(authorization && { authorization }), ...headers },
      body: JSON.stringify(operation),
    });
    return answerOf(await response.text());
  };

const get: Ask = async (url, { query, variables, extensions, authorization, headers }) => {
  const search = new URLSearchParams({
    query,
    ...(variables && { variables: JSON.stringify(variables) }),
    ...(extensions && { extensions: JSON.stringify(extensions) }),
  });
  const response = await fetch(`${url}?${search.toString()}`, {
    headers: { 'apollo-require-preflight': 'yes', ...(authorization && { authorization }), ...headers },
  });
  return answerOf(await response.text());
};

type Credentials = Readonly<Record<string, string>>;

/** `sent` says where the credentials stand: in `connection_init`, or in the request that opens the socket. */
const socket = (sent: (credentials: Credentials) => { init?: Credentials; headers?: Credentials }): Ask => {
  return async (url, { authorization, headers, ...payload }) => {
    const { init, headers: upgrade = {} } = sent({ ...(authorization && { authorization }), ...headers });
    return askSocket(await openSocket(url, undefined, { headers: { ...upgrade } }), init, payload);
  };
};

async function askSocket(opened: RawSocket, init: Credentials | undefined, payload: object): Promise<string> {
  let closed: [code: number, reason: string] | undefined;
  void opened.closed().then(
    (close) => (closed = close),
    () => undefined,
  );
  const said = (...types: string[]): Promise<string> =>
    eventually(() => {
      const message = opened.messages.find(({ type }) => types.includes(type));
      if (message) return JSON.stringify(message.payload ?? {});
      if (closed) return JSON.stringify({ code: codeOfClose(...closed) });
      throw new Error('no answer yet');
    });
  opened.send({ type: 'connection_init', ...(init && { payload: init }) });
  await said('connection_ack');
  if (!closed) opened.send({ type: 'subscribe', id: '1', payload });
  const answer = answerOf(await said('next', 'error'));
  opened.leave();
  return answer;
}

const transports: Readonly<Record<string, Ask>> = {
  POST: post('application/json'),
  GET: get,
  multipart: post('multipart/mixed;boundary="graphql";subscriptionSpec=1.0'),
  'event stream': post('text/event-stream'),
  WebSocket: socket((init) => ({ init })),
  'WebSocket, by the request that opens it': socket((headers) => ({ headers })),
};

/** What every transport answers; one answer when they agree. */
export const askEverywhere = ({ url }: Pick<Platform, 'url'>, request: Request): Promise<string> =>
  allAnswers(Object.values(transports).map((ask) => ask(url, request)));

/** The same, asked by every transport again and again, many at once, until it is refused for that. */
export const crowdEverywhere = ({ url }: Pick<Platform, 'url'>, request: () => Request): Promise<string> =>
  allAnswers(
    Object.values(transports).map((ask) =>
      eventually(async () => {
        const answers = await Promise.all(Array.from({ length: 10 }, () => ask(url, request())));
        const refused = answers.find((answer) => answer === 'RATE_LIMITED');
        if (refused === undefined) throw new Error(`all are answered: ${answers.join()}`);
        return refused;
      }),
    ),
  );

/** All but GET, which carries no mutation. */
export const mutateEverywhere = ({ url }: Platform, request: Request): Promise<string> =>
  allAnswers(
    Object.entries(transports)
      .filter(([name]) => name !== 'GET')
      .map(([, ask]) => ask(url, request)),
  );

/** The codes in an answer of any form, with what it should not show; without a code, whom it takes the caller for. */
export function answerOf(text: string): string {
  const codes = new Set([...text.matchAll(/"code":"(?<code>[^"]+)"/g)].map(({ groups }) => groups?.['code'] ?? ''));
  const shown = /did you mean|stacktrace|node_modules/i.exec(text) ?? [];
  if (codes.size > 0) return [...codes, ...shown].join(' ');
  return text.includes('{"data":{"me":null}}') ? 'answered as a visitor' : text;
}

const codesOfCloses: Readonly<Record<number, string>> = {
  1009: 'REQUEST_TOO_LARGE',
  1013: 'TOO_MANY_SOCKETS',
  4403: 'UNAUTHENTICATED',
};

/** A code of a close may have several reasons. */
export const codeOfClose = (code: number, reason?: string): string =>
  reason === 'Too many bad tokens' ? 'RATE_LIMITED' : (codesOfCloses[code] ?? `closed with ${String(code)}`);
