import { parseArgs } from 'node:util';
import type { Fault } from '../nemesis/fault.js';

export interface ChaosOptions {
  /** As given: `7` or `1..20`. */
  readonly seed: string;
  readonly seeds: readonly number[];
  readonly minutes: number;
  readonly faults: readonly Fault[];
  readonly customers: number;
  readonly json: boolean;
}

/** The command line cannot be followed; says what would be. */
export class CommandLineWrong extends Error {
  readonly code = 'COMMAND_LINE_WRONG';
}

const text = { type: 'string' } as const;
const options = { seed: text, minutes: text, faults: text, customers: text, json: { type: 'boolean' } } as const;

export const chaosUsage = (known: readonly Fault[]): string =>
  [
    'Usage: npm run chaos -- [--seed <n> | --seed <n>..<m>] [--minutes <n>] [--faults <name>,…] [--customers <n>] [--json]',
    '  --seed       draws which faults come when and what customers try; a range is run one after the other',
    '  --minutes    of load; by default 2',
    `  --faults     by default all; none, or some of ${namesOf(known).join(', ')}`,
    '  --customers  who order at the same time; by default 8',
    '  --json       a summary as the last line, for programs',
  ].join('\n');

const namesOf = (known: readonly Fault[]): readonly string[] => known.map(({ name }) => name);

/** @throws {CommandLineWrong} */
export function readOptions(args: readonly string[], known: readonly Fault[]): ChaosOptions {
  const { values } = parse(args);
  const seed = values.seed ?? String(Date.now() % 100_000);
  return {
    seed,
    seeds: seedsOf(seed),
    minutes: positive('--minutes', values.minutes ?? '2'),
    faults: faultsNamed(values.faults, known),
    customers: positive('--customers', values.customers ?? '8'),
    json: values.json ?? false,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options });
  } catch (error) {
    throw new CommandLineWrong(error instanceof Error ? error.message : String(error));
  }
}

function seedsOf(seed: string): number[] {
  const { first, last = first } = /^(?<first>\d+)(?:\.\.(?<last>\d+))?$/.exec(seed)?.groups ?? {};
  const [from, to] = [Number(first), Number(last)];
  if (first === undefined || to < from)
    throw new CommandLineWrong(`--seed ${seed}: give a number, or a range as 1..20`);
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

function positive(name: string, value: string): number {
  const number = Number(value);
  if (number > 0 && Number.isFinite(number)) return number;
  throw new CommandLineWrong(`${name} ${value}: give a positive number`);
}

function faultsNamed(list: string | undefined, known: readonly Fault[]): readonly Fault[] {
  if (list === undefined) return known;
  if (list === 'none') return [];
  const names = new Set(list.split(','));
  const all = namesOf(known);
  const [unknown] = [...names].filter((name) => !all.includes(name));
  if (unknown !== undefined) {
    throw new CommandLineWrong(`--faults ${unknown}: unknown; known: none, ${all.join(', ')}`);
  }
  // In the order of all, whatever order they are named in: a seed draws from it.
  return known.filter(({ name }) => names.has(name));
}
