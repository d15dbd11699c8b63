import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';

import { eventually } from '@ordergraph/testing';

import { dropStalledReader } from '../src/transports/http-streams/stalled-reader.js';

it('cuts off who takes nothing of what there is to read, and nobody else', async () => {
  const answers: ServerResponse[] = [];
  const server = createServer((_request, response) => {
    answers.push(response);
    dropStalledReader(response, 100);
    response.write(answers.length === 1 ? 'x'.repeat(64 * 1024 * 1024) : 'little');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const open = async () => {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write('GET / HTTP/1.1\r\nhost: localhost\r\n\r\n');
    await eventually(() => {
      expect(socket.bytesWritten).toBeGreaterThan(0);
    });
    return socket;
  };
  const stalled = await open();
  await eventually(() => {
    expect(answers).toHaveLength(1);
  });
  const quiet = await open();
  await eventually(() => {
    expect([answers[0]?.destroyed, answers[1]?.destroyed]).toEqual([true, false]);
  });
  stalled.destroy();
  quiet.destroy();
  server.close();
});

it('cuts off who takes nothing of an answer that had to wait for another one, from when it has not', async () => {
  const answers: ServerResponse[] = [];
  const server = createServer((_request, response) => {
    answers.push(response);
    if (answers.length === 1) return;
    dropStalledReader(response, 100);
    response.write('x'.repeat(64 * 1024 * 1024));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const open = (requests: number) => {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write('GET / HTTP/1.1\r\nhost: localhost\r\n\r\n'.repeat(requests));
    return socket;
  };
  const answered = (count: number) =>
    eventually(() => {
      expect(answers).toHaveLength(count);
    });
  const waiting = open(2);
  await answered(2);
  const stalled = open(1);
  await eventually(() => {
    expect([answers[1]?.destroyed, answers[2]?.destroyed]).toEqual([false, true]);
  });
  answers[0]?.end();
  await eventually(() => {
    expect(answers[1]?.destroyed).toBe(true);
  });
  waiting.destroy();
  stalled.destroy();
  server.close();
});
