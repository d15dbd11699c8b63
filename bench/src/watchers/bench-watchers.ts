import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { start } from '../gateway/start.js';
import { percentile } from '../percentile.js';
import { residentMebibytes } from '../platform/memory.js';
import { describeMachine } from '../sagas/table.js';
import { openCrowd, openWatcher, type RoomWatcher } from './crowd.js';
import { composeRooms, type RoomEvent } from './room-graph.js';

const rounds = 10;
const patienceMilliseconds = 60_000;
/** More than the buffers between gateway and client and the gateway's queue hold together. */
const flood = { events: 2_000, padding: 'x'.repeat(16_384) };
const bystanders = 5;

/** `npm run bench -- watchers [--watchers 10000] [--json]`: idle watchers on one gateway, each with a socket of its own. Durations in milliseconds. */
export async function benchWatchers(args: string[]): Promise<void> {
  const options = {
    watchers: { type: 'string', default: '10000' },
    json: { type: 'boolean', default: false },
  } as const;
  const { values } = parseArgs({ args, options });
  process.stdout.write(`${describeMachine()}\n`);
  const directory = await mkdtemp(join(tmpdir(), 'ordergraph-bench-'));
  const processes: ChildProcess[] = [];
  try {
    const row = await measure(Number(values.watchers), join(directory, 'supergraph.graphql'), processes);
    for (const [name, value] of Object.entries(row)) process.stdout.write(`${name.padEnd(24)}${value}\n`);
    if (values.json) process.stdout.write(`${JSON.stringify(row)}\n`);
  } finally {
    for (const child of processes) child.disconnect();
    await rm(directory, { recursive: true, force: true });
  }
}

async function measure(watchers: number, file: string, processes: ChildProcess[]) {
  const rooms = await start('../watchers/room-process.js', [], processes);
  const tell = (event: RoomEvent) => rooms.child.send(event);
  await writeFile(file, composeRooms(String(rooms.message)));
  const { message, pid } = await start('target-process.js', ['ordergraph', file], processes);
  const url = String(message);

  const warm = await openWatcher(url, 'quiet');
  await untilAllSaw([warm], 0, () => tell({ room: 'quiet', number: 0 }));
  const before = residentMebibytes([pid]) ?? Number.NaN;
  const began = performance.now();
  const crowd = await openCrowd(url, 'quiet', watchers);
  const connectSeconds = (performance.now() - began) / 1_000;
  await untilAllSaw(crowd, 1, () => tell({ room: 'quiet', number: 1 }));
  const after = residentMebibytes([pid]) ?? Number.NaN;

  const fanOut = await fanOuts(crowd, tell);
  const slow = await dropSlowOne(url, tell);
  await untilAllSaw(crowd, rounds + 2, () => tell({ room: 'quiet', number: rounds + 2 }));
  for (const { socket } of [warm, ...crowd]) socket.terminate();
  return {
    watchers,
    bytesPerWatcher: Math.round(((after - before) * 1_048_576) / watchers),
    connectionsPerSecond: Math.round(watchers / connectSeconds),
    fanOutP50: percentile(fanOut.all, 0.5),
    fanOutP99: percentile(fanOut.all, 0.99),
    fanOutLast: percentile(fanOut.last, 0.5),
    ...slow,
  };
}

type Tell = (event: RoomEvent) => void;

/** How long after an event each watcher has it, over several events; and the last of all, for each event. */
async function fanOuts(crowd: readonly RoomWatcher[], tell: Tell): Promise<{ all: number[]; last: number[] }> {
  const all: number[] = [];
  const last: number[] = [];
  for (let number = 2; number < rounds + 2; number += 1) {
    const told = performance.now();
    tell({ room: 'quiet', number });
    await untilAllSaw(crowd, number);
    const times = crowd.map(({ seen }) => (seen.get(number) ?? Number.NaN) - told);
    all.push(...times);
    last.push(Math.max(...times));
  }
  return { all, last };
}

/** One of a few watchers of a room stops reading while much happens there: it is dropped, and the others get everything. */
async function dropSlowOne(url: string, tell: Tell): Promise<{ slowOne: string; bystandersMissed: number }> {
  const [slow, ...others] = await openCrowd(url, 'flood', 1 + bystanders);
  if (!slow) throw new Error('there is no watcher');
  await untilAllSaw([slow, ...others], 0, () => tell({ room: 'flood', number: 0 }));
  slow.socket.pause();
  for (let number = 1; number <= flood.events; number += 1) {
    tell({ room: 'flood', number, padding: flood.padding });
    await untilAllSaw(others, number);
  }
  slow.socket.resume();
  await until(() => slow.ended !== undefined);
  const missed = others.map(({ seen }) => flood.events + 1 - seen.size);
  for (const { socket } of [slow, ...others]) socket.terminate();
  return { slowOne: slow.ended ?? '', bystandersMissed: Math.max(...missed) };
}

/** Says the event again now and then where it may have come before somebody listened. */
async function untilAllSaw(crowd: readonly RoomWatcher[], number: number, again?: () => void): Promise<void> {
  let said = 0;
  await until(() => {
    if (again && performance.now() - said > 1_000) {
      said = performance.now();
      again();
    }
    return crowd.every(({ seen }) => seen.has(number));
  });
}

async function until(isSo: () => boolean): Promise<void> {
  const deadline = performance.now() + patienceMilliseconds;
  while (!isSo()) {
    if (performance.now() > deadline) throw new Error('What was awaited did not come within a minute.');
    await delay(1);
  }
}
