import { parentPort, workerData } from 'node:worker_threads';
import { check, type Counterexample } from '../check/check.js';
import { plants } from '../plants/index.js';

/** What a worker is given, and what it tells. */
export interface WorkerTask {
  readonly runs: number;
  readonly seed: number;
  readonly path: string | undefined;
  readonly plant: string | undefined;
}
export type WorkerNews =
  | { readonly kind: 'played'; readonly schedules: number; readonly steps: number }
  | { readonly kind: 'done'; readonly counterexample: Counterexample | undefined };

// Errors are part of many schedules, and nobody reads where they came from.
Error.stackTraceLimit = 0;

const task = workerData as WorkerTask;
const news = (each: WorkerNews): void => parentPort?.postMessage(each);
const batch = 100;
let schedules = 0;
let steps = 0;

function tell(): void {
  news({ kind: 'played', schedules, steps });
  schedules = 0;
  steps = 0;
}

const counterexample = await check({
  ...task,
  plant: plants.find(({ name }) => name === task.plant),
  onPlayed(taken) {
    schedules += 1;
    steps += taken;
    if (schedules === batch) tell();
  },
});
tell();
news({ kind: 'done', counterexample });
