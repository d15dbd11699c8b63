import { plants } from '../plants/index.js';
import { CommandLineWrong, readOptions } from './options.js';

it('plays many schedules of a seed, or repeats one', () => {
  expect(readOptions(['--runs', '7', '--seed', '3', '--workers', '2'], plants)).toEqual({
    runs: 7,
    seed: 3,
    path: undefined,
    plant: undefined,
    workers: 2,
  });
  expect(readOptions(['--seed', '3', '--path', '12:0'], plants)).toMatchObject({ seed: 3, path: '12:0', workers: 1 });
});

it('plants a bug by its name', () => {
  expect(readOptions(['--plant', 'inbox-off'], plants).plant?.name).toBe('inbox-off');
});

it.each([[['--runs', '0']], [['--seed', 'x']], [['--plant', 'unknown']]])('refuses %j', (args) => {
  expect(() => readOptions(args, plants)).toThrow(CommandLineWrong);
});
