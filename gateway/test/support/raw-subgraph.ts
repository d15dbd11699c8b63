import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { type WebSocket, WebSocketServer } from 'ws';

interface Subscribed {
  id: string;
  payload: { query: string; variables?: Record<string, unknown> };
}

/** A subgraph over WebSockets that says what the test wants, also what no subgraph should. */
export interface RawSubgraph {
  url: string;
  /** What it was asked, from the first on. */
  subscribed: Subscribed[];
  /** Operations that go on. */
  active: ReadonlySet<string>;
  /** A message about each operation that goes on; `payload` is JSON. */
  say(type: 'next' | 'error', payload: string): void;
  /** Cuts every connection. */
  cut(): void;
  stop(): void;
}

/** `answer` is what each operation gets at once, `maxPayload` the bytes of a message above which the socket is closed. */
export async function startRawSubgraph(
  answer?: { type: 'next' | 'error'; payload: string },
  maxPayload?: number,
): Promise<RawSubgraph> {
  const http = createServer();
  const sockets = new WebSocketServer({ server: http, ...(maxPayload !== undefined && { maxPayload }) });
  // That a message is too large, ws tells the socket too.
  sockets.on('connection', (socket) => socket.on('error', () => undefined));
  const subscribed: Subscribed[] = [];
  const active = new Map<string, WebSocket>();
  const tell = (id: string, type: string, payload: string): void => {
    active.get(id)?.send(`{"type":"${type}","id":"${id}","payload":${payload}}`);
    if (type === 'error') active.delete(id);
  };
  sockets.on('connection', (socket) => {
    socket.on('message', (data: Buffer) => {
      const message = JSON.parse(data.toString()) as Subscribed & { type: string };
      if (message.type === 'connection_init') socket.send('{"type":"connection_ack"}');
      if (message.type === 'complete') active.delete(message.id);
      if (message.type !== 'subscribe') return;
      subscribed.push(message);
      active.set(message.id, socket);
      socket.once('close', () => active.delete(message.id));
      if (answer) tell(message.id, answer.type, answer.payload);
    });
  });
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const cut = (): void => {
    active.clear();
    for (const socket of sockets.clients) socket.terminate();
  };
  return {
    url: `http://127.0.0.1:${String((http.address() as AddressInfo).port)}/graphql`,
    subscribed,
    get active() {
      return new Set(active.keys());
    },
    say: (type, payload) => {
      for (const id of active.keys()) tell(id, type, payload);
    },
    cut,
    stop: () => {
      cut();
      http.close();
    },
  };
}
