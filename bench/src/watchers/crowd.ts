import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { WebSocket } from 'ws';

const patienceMilliseconds = 60_000;

/** A client that watches one room over a socket of its own, with as little as that takes. */
export interface RoomWatcher {
  readonly socket: WebSocket;
  /** When each event came, by its number. */
  readonly seen: Map<number, number>;
  /** The code of the error that ended it. */
  ended: string | undefined;
}

/** What a watcher asks, and as whom: a bearer token, or none for a visitor. */
export interface Watching {
  readonly query: string;
  readonly room: string;
  readonly token?: string | undefined;
}

/** Resolves when the gateway has been asked. */
export async function openWatcher(url: string, { query, room, token }: Watching): Promise<RoomWatcher> {
  const socket = new WebSocket(url.replace('http', 'ws'), 'graphql-transport-ws', { perMessageDeflate: false });
  const watcher: RoomWatcher = { socket, seen: new Map(), ended: undefined };
  await once(socket, 'open');
  const payload = token === undefined ? undefined : { authorization: `Bearer ${token}` };
  socket.send(JSON.stringify({ type: 'connection_init', payload }));
  await Promise.race([once(socket, 'message'), refusedBy(socket)]);
  socket.on('message', (data: Buffer) => note(watcher, data.toString('utf8')));
  socket.send(JSON.stringify({ type: 'subscribe', id: '1', payload: { query, variables: { name: room } } }));
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

/** Every one of them, fifty at a time. */
export async function openCrowd(url: string, watching: readonly Watching[]): Promise<RoomWatcher[]> {
  const crowd: RoomWatcher[] = [];
  while (crowd.length < watching.length) {
    const some = watching.slice(crowd.length, crowd.length + 50);
    crowd.push(...(await Promise.all(some.map((each) => openWatcher(url, each)))));
  }
  return crowd;
}

/** Says the event again now and then where it may have come before somebody listened. */
export async function untilAllSaw(crowd: readonly RoomWatcher[], number: number, again?: () => void): Promise<void> {
  let said = 0;
  await until(() => {
    if (again && performance.now() - said > 1_000) {
      said = performance.now();
      again();
    }
    return crowd.every(({ seen }) => seen.has(number));
  });
}

export async function until(isSo: () => boolean): Promise<void> {
  const deadline = performance.now() + patienceMilliseconds;
  while (!isSo()) {
    if (performance.now() > deadline) throw new Error('What was awaited did not come within a minute.');
    await delay(1);
  }
}
