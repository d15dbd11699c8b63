import { openCrowd, until, untilAllSaw } from './crowd.js';
import { type RoomEvent, watchRoom } from './room-graph.js';

/** More than the buffers between gateway and client and the gateway's queue hold together. */
const flood = { events: 2_000, padding: 'x'.repeat(16_384) };
const bystanders = 5;

/** One of a few watchers of a room stops reading while much happens there: it is dropped, and the others get everything. */
export async function dropSlowOne(
  url: string,
  tell: (event: RoomEvent) => void,
): Promise<{ slowOne: string; bystandersMissed: number }> {
  const watching = Array.from({ length: 1 + bystanders }, () => ({ query: watchRoom, room: 'flood' }));
  const [slow, ...others] = await openCrowd(url, watching);
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
