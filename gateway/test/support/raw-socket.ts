import { once } from 'node:events';

import { eventually } from '@ordergraph/testing';
import { type ClientOptions, WebSocket } from 'ws';

export interface Message {
  type: string;
  id?: string;
  payload?: unknown;
}

/** A WebSocket of a client that follows no protocol but what the test says. */
export interface RawSocket {
  /** What the gateway chose of the subprotocols offered. */
  protocol: string;
  messages: Message[];
  /** Text and bytes go as they are. */
  send(...messages: (object | string)[]): void;
  /** Waits for as many messages as given, and answers them. */
  received(count: number): Promise<Message[]>;
  /** Waits until the gateway closed it. */
  closed(): Promise<[code: number, reason: string]>;
  /** What was sent before still arrives. */
  leave(): void;
}

export async function openSocket(
  url: string,
  protocol: string | string[] = 'graphql-transport-ws',
  options: ClientOptions = {},
): Promise<RawSocket> {
  const socket = new WebSocket(url.replace(/^http/, 'ws'), protocol === '' ? [] : protocol, options);
  const messages: Message[] = [];
  let close: [number, string] | undefined;
  socket.on('message', (data: Buffer) => messages.push(JSON.parse(data.toString()) as Message));
  socket.on('close', (code, reason) => (close = [code, reason.toString()]));
  socket.on('error', () => undefined);
  await once(socket, 'open');
  return {
    protocol: socket.protocol,
    messages,
    send: (...sent) => {
      for (const each of sent)
        socket.send(typeof each === 'string' || Buffer.isBuffer(each) ? each : JSON.stringify(each));
    },
    received: (count) =>
      eventually(() => {
        expect(messages.length).toBeGreaterThanOrEqual(count);
        return messages;
      }),
    closed: () =>
      eventually(() => {
        if (!close) throw new Error(`The socket is open; it said ${JSON.stringify(messages)}.`);
        return close;
      }),
    leave: () => {
      socket.close();
    },
  };
}
