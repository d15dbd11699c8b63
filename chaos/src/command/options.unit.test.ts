import { type Fault, once } from '../nemesis/fault.js';
import { chaosUsage, CommandLineWrong, readOptions } from './options.js';

const fault = (name: string): Fault => ({
  name,
  lane: 'services',
  lasts: [1, 2],
  begin: () => Promise.resolve(once(name)),
});
const known = [fault('a'), fault('b')];

describe('the command line of chaos', () => {
  it('takes one seed or a range of them', () => {
    expect(readOptions(['--seed', '7'], known).seeds).toEqual([7]);
    expect(readOptions(['--seed', '3..6'], known)).toMatchObject({ seed: '3..6', seeds: [3, 4, 5, 6] });
  });

  it('takes every fault unless told which, or none', () => {
    expect(readOptions([], known).faults).toEqual(known);
    expect(readOptions(['--faults', 'b'], known).faults).toEqual([known[1]]);
    expect(readOptions(['--faults', 'none'], known).faults).toEqual([]);
  });

  it('names the faults there are to whoever asks for another, or how', () => {
    expect(() => readOptions(['--faults', 'a,c'], known)).toThrow('--faults c: unknown; known: none, a, b');
    expect(chaosUsage(known)).toContain('none, or some of a, b');
  });

  it.each([
    ['--seed', 'x'],
    ['--seed', '6..3'],
    ['--minutes', '0'],
    ['--minutes', 'two'],
    ['--faults', 'a,c'],
    ['--sed', '3'],
    ['--seed'],
    ['--json', '3'],
  ])('refuses %s %s', (...args) => expect(() => readOptions(args, known)).toThrow(CommandLineWrong));
});
