import { createRandom } from '../random.js';
import { type Fault, once } from './fault.js';
import { drawSchedule } from './schedule.js';

const fault = (name: string, lane: Fault['lane']): Fault => ({
  name,
  lane,
  lasts: [2, 6],
  begin: () => Promise.resolve(once(name)),
});
const faults = [...'abc']
  .map((name) => fault(name, 'services'))
  .concat([...'xy'].map((name) => fault(name, 'infrastructure')));

const summary = (seed: number) =>
  drawSchedule(faults, 120, createRandom(seed)).map(({ at, lasts, fault: { name }, random }) =>
    [at, lasts, name, random.next()].join(' '),
  );

describe('the schedule of a nemesis', () => {
  it('is the same for the same seed, down to what each fault draws, and another for another seed', () => {
    expect(summary(3)).toEqual(summary(3));
    expect(summary(3)).not.toEqual(summary(4));
  });

  it('has one fault at a time in a lane, ends in time, and gives every fault its turn', () => {
    const steps = drawSchedule(faults, 120, createRandom(5));
    for (const lane of ['services', 'infrastructure']) {
      const ofLane = steps.filter((step) => step.fault.lane === lane);
      ofLane
        .slice(1)
        .forEach((step, index) => expect(step.at).toBeGreaterThan(ofLane[index]!.at + ofLane[index]!.lasts));
    }
    expect(Math.max(...steps.map(({ at, lasts }) => at + lasts))).toBeLessThanOrEqual(120);
    expect(new Set(steps.map((step) => step.fault.name))).toEqual(new Set('abcxy'));
  });
});
