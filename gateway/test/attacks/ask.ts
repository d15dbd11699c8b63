import { eventually } from '@ordergraph/testing';

import type { Platform } from '../support/platform.js';
import { openSocket } from '../support/raw-socket.js';
import { allAnswers } from './attack.js';

export interface Request {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly extensions?: Readonly<Record<string, unknown>>;
  readonly authorization?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

type Ask = (url: string, request: Request) => Promise<string>;

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

const socket: Ask = async (url, { authorization, headers, ...payload }) => {
  const opened = await openSocket(url);
  let closed: [code: number, reason: string] | undefined;
  void opened.closed().then(
    (close) => (closed = close),
    () => undefined,
  );
  const credentials = { ...(authorization && { authorization }), ...headers };
  const said = (...types: string[]): Promise<string> =>
    eventually(() => {
      const message = opened.messages.find(({ type }) => types.includes(type));
      if (message) return JSON.stringify(message.payload ?? {});
      if (closed) return JSON.stringify({ code: codeOfClose(closed[0]) });
      throw new Error('no answer yet');
    });
  opened.send({ type: 'connection_init', payload: credentials });
  await said('connection_ack');
  if (!closed) opened.send({ type: 'subscribe', id: '1', payload });
  const answer = answerOf(await said('next', 'error'));
  opened.leave();
  return answer;
};

const transports: Readonly<Record<string, Ask>> = {
  POST: post('application/json'),
  GET: get,
  multipart: post('multipart/mixed;boundary="graphql";subscriptionSpec=1.0'),
  'event stream': post('text/event-stream'),
  WebSocket: socket,
};

/** What every transport answers; one answer when they agree. */
export const askEverywhere = ({ url }: Platform, request: Request): Promise<string> =>
  allAnswers(Object.values(transports).map((ask) => ask(url, request)));

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

export const codeOfClose = (code: number): string => codesOfCloses[code] ?? `closed with ${String(code)}`;
