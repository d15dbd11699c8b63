import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { start } from '../gateway/start.js';
import { percentile } from '../percentile.js';
import { residentMebibytes } from '../platform/memory.js';
import { openCrowd, openWatcher, type RoomWatcher, untilAllSaw } from './crowd.js';
import { composeRooms, type RoomEvent } from './room-graph.js';
import type { WatcherKind } from './watcher-kinds.js';

const room = 'quiet';
const rounds = 10;

type Tell = (event: RoomEvent) => void;

/** What else is done while they watch; they get one event more afterwards. */
export type Meanwhile<More> = (url: string, tell: Tell) => Promise<More>;

/** So many idle watchers of one kind on a gateway of their own, each with a socket of its own. Durations in milliseconds. */
export async function measureWatchers<More>(kind: WatcherKind, watchers: number, meanwhile: Meanwhile<More>) {
  const directory = await mkdtemp(join(tmpdir(), 'ordergraph-bench-'));
  const processes: ChildProcess[] = [];
  try {
    const rooms = await start('../watchers/room-process.js', [], processes);
    const tell: Tell = (event) => rooms.child.send(event);
    const file = join(directory, 'supergraph.graphql');
    await writeFile(file, composeRooms(String(rooms.message)));
    const target = ['ordergraph', file, JSON.stringify(kind.issuers)];
    const { message, pid } = await start('target-process.js', target, processes);
    return await measure({ kind, watchers, meanwhile, url: String(message), pid, tell });
  } finally {
    for (const child of processes) child.disconnect();
    await rm(directory, { recursive: true, force: true });
  }
}

interface Measured<More> {
  readonly kind: WatcherKind;
  readonly watchers: number;
  readonly meanwhile: Meanwhile<More>;
  readonly url: string;
  readonly pid: number;
  readonly tell: Tell;
}

async function measure<More>({ kind, watchers, meanwhile, url, pid, tell }: Measured<More>) {
  const [first, ...watching] = await kind.watching(1 + watchers, room);
  if (!first) throw new Error('there is no watcher');
  const warm = await openWatcher(url, first);
  await untilAllSaw([warm], 0, () => tell({ room, number: 0 }));
  const before = residentMebibytes([pid]) ?? Number.NaN;
  const began = performance.now();
  const crowd = await openCrowd(url, watching);
  const connectSeconds = (performance.now() - began) / 1_000;
  await untilAllSaw(crowd, 1, () => tell({ room, number: 1 }));
  const after = residentMebibytes([pid]) ?? Number.NaN;

  const fanOut = await fanOuts(crowd, tell);
  const more = await meanwhile(url, tell);
  await untilAllSaw(crowd, rounds + 2, () => tell({ room, number: rounds + 2 }));
  for (const { socket } of [warm, ...crowd]) socket.terminate();
  return {
    kind: kind.name,
    watchers,
    bytesPerWatcher: Math.round(((after - before) * 1_048_576) / watchers),
    connectionsPerSecond: Math.round(watchers / connectSeconds),
    fanOutP50: percentile(fanOut.all, 0.5),
    fanOutP99: percentile(fanOut.all, 0.99),
    fanOutLast: percentile(fanOut.last, 0.5),
    ...more,
  };
}

/** How long after an event each watcher has it, over several events; and the last of all, for each event. */
async function fanOuts(crowd: readonly RoomWatcher[], tell: Tell): Promise<{ all: number[]; last: number[] }> {
  const all: number[] = [];
  const last: number[] = [];
  for (let number = 2; number < rounds + 2; number += 1) {
    const told = performance.now();
    tell({ room, number });
    await untilAllSaw(crowd, number);
    const times = crowd.map(({ seen }) => (seen.get(number) ?? Number.NaN) - told);
    all.push(...times);
    last.push(Math.max(...times));
  }
  return { all, last };
}
