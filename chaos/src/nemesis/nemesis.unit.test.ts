import { emptyHistory } from '../history/history.js';
import type { Stage } from '../platform/stage.js';
import { createRandom } from '../random.js';
import { type Begun, type Fault, once } from './fault.js';
import { playSchedule } from './nemesis.js';

const stage = { history: emptyHistory() } as Stage;
const step = (name: string, begin: () => Promise<Begun>, at = 0) => {
  const fault: Fault = { name, lane: 'services', lasts: [0, 0], begin };
  return { at, lasts: 0, fault, random: createRandom(1) };
};

/** Plays steps of one lane; every look at the clock takes a millisecond. */
async function play(steps: Parameters<typeof playSchedule>[0], until = 1_000): Promise<string[]> {
  let now = 0;
  const lines: string[] = [];
  await playSchedule(steps, { stage, clock: () => now++, until, report: (line) => lines.push(line.slice(9)) });
  return lines;
}

describe('a nemesis', () => {
  it('has one fault of a lane mended before it begins the next', async () => {
    const order: string[] = [];
    const slow = (name: string) =>
      step(name, async () => {
        await Promise.resolve();
        order.push(`begin ${name}`);
        return { what: name, end: async () => void order.push(`end ${name}`) };
      });
    await play([slow('a'), slow('b')]);
    expect(order).toEqual(['begin a', 'end a', 'begin b', 'end b']);
  });

  it('goes on when a fault is not possible, and mends again what could not be mended at once', async () => {
    let tries = 0;
    const impossible = step('impossible', () => Promise.reject(new Error('away\ndetails')));
    const stubborn = step('stubborn', async () => ({
      what: 'broken',
      end: () => (++tries < 2 ? Promise.reject(new Error('not yet')) : Promise.resolve()),
    }));
    expect(await play([impossible, stubborn])).toEqual([
      'impossible: not possible now, away',
      'stubborn: broken',
      'stubborn: over',
    ]);
    expect(tries).toBe(2);
  });

  it('notes what was done, and not what was not possible', async () => {
    stage.history.disturbances.length = 0;
    await play([step('impossible', () => Promise.reject(new Error('away'))), step('done', async () => once('it'))]);
    expect(stage.history.disturbances).toMatchObject([{ fault: 'done', what: 'it' }]);
  });

  it('begins nothing after its time, and says so', async () => {
    expect(await play([step('late', () => Promise.reject(new Error('must not begin')))], 0)).toEqual([
      'late: left out, its time has passed',
    ]);
  });
});
