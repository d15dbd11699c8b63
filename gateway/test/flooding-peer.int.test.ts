import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, type Socket } from 'node:net';

import { eventually } from '@ordergraph/testing';
import { makeServer } from 'graphql-ws';
import { pino } from 'pino';
import { type WebSocket, WebSocketServer } from 'ws';

import { OperationTurns } from '../src/transports/operation-turns.js';
import { serveConnection } from '../src/transports/web-socket-connection.js';

const mebibyte = 1_048_576;

/** It may also be cut off. */
const untilWritable = (peer: Socket): Promise<void> =>
  new Promise((resolve) => void peer.once('drain', resolve).once('close', resolve));

describe('a peer that asks and never reads', () => {
  let server: WebSocketServer;
  let served: WebSocket | undefined;
  let peer: Socket | undefined;

  beforeEach(async () => {
    server = new WebSocketServer({ port: 0, autoPong: false });
    const protocol = makeServer<Record<string, unknown>, object>({});
    server.on('connection', (socket) => {
      served = socket;
      const [extra, turns, logger] = [{}, new OperationTurns(), pino({ level: 'silent' })];
      serveConnection({ protocol, socket, extra, turns, keepAliveMilliseconds: 1_000, logger });
    });
    await once(server, 'listening');
  });
  afterEach(() => {
    peer?.destroy();
    server.close();
  });

  /** Masked, as clients must; the mask of zeros leaves the text as it is. */
  function frame(opcode: number, text: string): Buffer {
    const body = Buffer.from(text);
    const length = body.length < 126 ? [0x80 | body.length] : [0x80 | 126, body.length >> 8, body.length & 255];
    return Buffer.concat([Buffer.from([0x80 | opcode, ...length, 0, 0, 0, 0]), body]);
  }

  async function openPeer(): Promise<Socket> {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(
      'GET / HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n' +
        'sec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\nsec-websocket-protocol: graphql-transport-ws\r\n\r\n',
    );
    await once(socket, 'data');
    socket.pause();
    return socket;
  }

  it.each([
    ['pings of the protocol', frame(1, JSON.stringify({ type: 'ping', payload: { text: 'x'.repeat(60_000) } }))],
    ['pings of WebSocket', frame(9, 'x'.repeat(120))],
  ])('is read no further, and gone when it answers no ping: %s', async (_, question) => {
    peer = await openPeer();
    let mostUnread = 0;
    let sent = 0;
    const chunk = Buffer.concat([...Array.from({ length: 20 }, () => question), frame(10, '')]);
    while (sent < 64 * mebibyte && !peer.destroyed) {
      sent += chunk.length;
      if (!peer.write(chunk)) await untilWritable(peer);
      mostUnread = Math.max(mostUnread, served?.bufferedAmount ?? 0);
    }
    expect(mostUnread).toBeLessThan(3 * mebibyte);
    await eventually(() => expect(served?.readyState).toBe(3), { timeoutMs: 20_000 });
  });
});
