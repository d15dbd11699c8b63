import { once } from 'node:events';
import { WebSocket } from 'ws';
import { watchRoom } from './room-graph.js';

/** A client that watches one room over a socket of its own, with as little as that takes. */
export interface RoomWatcher {
  readonly socket: WebSocket;
  /** When each event came, by its number. */
  readonly seen: Map<number, number>;
  /** The code of the error that ended it. */
  ended: string | undefined;
}

/** Resolves when the gateway has been asked. */
export async function openWatcher(url: string, room: string): Promise<RoomWatcher> {
  const socket = new WebSocket(url.replace('http', 'ws'), 'graphql-transport-ws', { perMessageDeflate: false });
  const watcher: RoomWatcher = { socket, seen: new Map(), ended: undefined };
  await once(socket, 'open');
  socket.send('{"type":"connection_init"}');
  await Promise.race([once(socket, 'message'), refusedBy(socket)]);
  socket.on('message', (data: Buffer) => note(watcher, data.toString('utf8')));
  socket.send(JSON.stringify({ type: 'subscribe', id: '1', payload: { query: watchRoom, variables: { name: room } } }));
  return watcher;
}

async function refusedBy(socket: WebSocket): Promise<never> {
  const [code, reason] = (await once(socket, 'close')) as [number, Buffer];
  throw new Error(`The gateway closed a socket with ${code} ${reason.toString('utf8')}`);
}

function note(watcher: RoomWatcher, message: string): void {
  const [, number] = /"number":(\d+)/.exec(message) ?? [];
  if (number !== undefined) watcher.seen.set(Number(number), performance.now());
  else watcher.ended ??= /"code":"(\w+)"/.exec(message)?.[1];
}

/** So many watchers, fifty at a time. */
export async function openCrowd(url: string, room: string, size: number): Promise<RoomWatcher[]> {
  const crowd: RoomWatcher[] = [];
  while (crowd.length < size) {
    const some = Math.min(50, size - crowd.length);
    crowd.push(...(await Promise.all(Array.from({ length: some }, () => openWatcher(url, room)))));
  }
  return crowd;
}
