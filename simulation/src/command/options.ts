import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import type { Plant } from '../plants/index.js';

export interface SimulationOptions {
  readonly runs: number;
  readonly seed: number;
  /** Of a counterexample: only that schedule is played, and told. */
  readonly path: string | undefined;
  /** A bug to plant, to see it found. */
  readonly plant: Plant | undefined;
  readonly workers: number;
}

/** The command line cannot be followed; says what would be. */
export class CommandLineWrong extends Error {
  readonly code = 'COMMAND_LINE_WRONG';
}

const text = { type: 'string' } as const;

/** @throws {CommandLineWrong} */
export function readOptions(args: readonly string[], plants: readonly Plant[]): SimulationOptions {
  const options = { runs: text, seed: text, path: text, plant: text, workers: text } as const;
  const { values } = parseArgs({ args: [...args], options });
  const { runs = '20000', seed = String(Date.now() % 1_000_000), path, plant, workers } = values;
  return {
    runs: wholeNumber('--runs', runs),
    seed: wholeNumber('--seed', seed),
    path,
    plant: plant === undefined ? undefined : plantNamed(plant, plants),
    workers: path === undefined ? wholeNumber('--workers', workers ?? String(availableParallelism())) : 1,
  };
}

function wholeNumber(name: string, value: string): number {
  const number = Number(value);
  if (Number.isSafeInteger(number) && number > 0) return number;
  throw new CommandLineWrong(`${name} ${value}: give a whole number above 0`);
}

function plantNamed(name: string, plants: readonly Plant[]): Plant {
  const found = plants.find((plant) => plant.name === name);
  if (found) return found;
  throw new CommandLineWrong(`--plant ${name}: there are none, ${plants.map((plant) => plant.name).join(', ')}`);
}
