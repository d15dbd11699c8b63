import { eventually } from '@ordergraph/testing';

import { openSocket } from './raw-socket.js';
import { APOLLO_CLIENT, EVENT_STREAM, openRaw } from './raw-stream.js';

export interface Sent {
  query?: string;
  extensions?: Readonly<Record<string, unknown>>;
}

/** Sends one operation in one of the ways that the gateway is spoken to, and answers what came back, its framing included. */
export type Way = (url: string, sent: Sent, authorization?: string) => Promise<string>;

const overHttp =
  (method: 'GET' | 'POST', accept: string): Way =>
  async (url, sent, authorization) => {
    const stream = await openRaw({ url, method, accept, ...sent, ...(authorization && { authorization }) });
    try {
      return await eventually(() => {
        const text = stream.text();
        if (!stream.isOver() && !/"data"|"errors"/.test(text)) throw new Error(`Nothing came yet but ${text}`);
        return text;
      });
    } finally {
      stream.leave();
    }
  };

const overWebSocket: Way = async (url, sent, authorization) => {
  const socket = await openSocket(url);
  socket.send({ type: 'connection_init', ...(authorization && { payload: { authorization } }) });
  await socket.received(1);
  socket.send({ type: 'subscribe', id: '1', payload: sent });
  const [, answer] = await socket.received(2);
  socket.leave();
  return JSON.stringify(answer);
};

const JSON_ONLY = 'application/json';

export const ways: Readonly<Record<string, Way>> = {
  POST: overHttp('POST', JSON_ONLY),
  GET: overHttp('GET', JSON_ONLY),
  'multipart by POST': overHttp('POST', APOLLO_CLIENT),
  'multipart alone': overHttp('POST', 'multipart/mixed;subscriptionSpec=1.0'),
  'Server-Sent Events by POST': overHttp('POST', EVENT_STREAM),
  'Server-Sent Events by GET': overHttp('GET', EVENT_STREAM),
  WebSocket: overWebSocket,
};

/** Those that carry subscriptions. */
export const streamingWays = Object.fromEntries(Object.entries(ways).filter(([name]) => !/^(POST|GET)$/.test(name)));
