import { Worker } from 'node:worker_threads';
import type { Counterexample } from '../check/check.js';
import { plants } from '../plants/index.js';
import { describeCounterexample } from './describe-counterexample.js';
import { readOptions, type SimulationOptions } from './options.js';
import { Progress } from './progress.js';
import type { WorkerNews, WorkerTask } from './worker.js';

/** Plays schedules on every core until one breaks something; the status of the process: 0 when all held, 1 otherwise. */
export async function runSimulation(args: readonly string[], print: (line: string) => void): Promise<number> {
  const options = readOptions(args, plants);
  print(titleOf(options));
  const progress = new Progress(print);
  const found = await playOnWorkers(options, progress);
  print(progress.summary());
  if (!found) {
    print('Every invariant held.');
    return 0;
  }
  for (const line of describeCounterexample(found, options.plant)) print(line);
  return 1;
}

const titleOf = ({ runs, seed, path, plant }: SimulationOptions): string =>
  [
    path === undefined ? `${runs} schedules of seed ${seed}` : `the schedule ${path} of seed ${seed}`,
    ...(plant ? [`with a bug planted: ${plant.bug}`] : []),
  ].join(', ');

/** The first counterexample of any worker ends them all. */
async function playOnWorkers(options: SimulationOptions, progress: Progress): Promise<Counterexample | undefined> {
  const workers: Worker[] = [];
  const outcomes = tasksOf(options).map(
    (task) =>
      new Promise<Counterexample | undefined>((resolve, reject) => {
        const worker = new Worker(new URL('./worker.js', import.meta.url), { workerData: task, resourceLimits });
        workers.push(worker);
        worker.once('error', reject);
        worker.on('message', (news: WorkerNews) => {
          if (news.kind === 'played') progress.played(news.schedules, news.steps);
          else resolve(news.counterexample);
        });
      }),
  );
  try {
    return await firstFound(outcomes);
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

function firstFound(outcomes: readonly Promise<Counterexample | undefined>[]): Promise<Counterexample | undefined> {
  const found = outcomes.map((outcome) => outcome.then((each) => each ?? new Promise<never>(() => undefined)));
  return Promise.race([...found, Promise.all(outcomes).then(([first]) => first)]);
}

/** Each worker has a seed of its own, which is the one that repeats what it finds. */
function tasksOf({ runs, seed, path, plant, workers }: SimulationOptions): WorkerTask[] {
  return Array.from({ length: Math.min(workers, runs) }, (_, index) => ({
    runs: Math.ceil((runs - index) / workers),
    seed: seed + index * seedsApart,
    path,
    plant: plant?.name,
  }));
}

const seedsApart = 1_000_003;
/** Most of what a schedule makes is garbage at its end: a larger nursery throws it away at once. */
const resourceLimits = { maxYoungGenerationSizeMb: 64 };
