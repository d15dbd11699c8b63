import { setMaxListeners } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { askToErase } from '@ordergraph/messaging';
import { comeToRest } from './aftermath/come-to-rest.js';
import { openDatabases } from './aftermath/databases.js';
import { readAftermath } from './aftermath/read-aftermath.js';
import type { RunRecord } from './checkers/checker.js';
import { emptyHistory, type History } from './history/history.js';
import type { Fault } from './nemesis/fault.js';
import { redriveLate } from './nemesis/faults/dead-letters.js';
import { playSchedule } from './nemesis/nemesis.js';
import { drawSchedule } from './nemesis/schedule.js';
import { onBroker } from './platform/as-operator.js';
import { setStage, type Stage } from './platform/stage.js';
import { createRandom, type Random } from './random.js';
import { Followers } from './watching/followers.js';
import { enterShop, shopAround } from './workload/customer.js';
import { openShop, type Shop } from './workload/shop.js';
import { letPeoplePass } from './workload/passers-by.js';
import { deliverPieces } from './workload/warehouse.js';

export interface RunOptions {
  readonly seed: number;
  readonly minutes: number;
  readonly faults: readonly Fault[];
  readonly customers: number;
  readonly report: (line: string) => void;
}

/** Patience after the last fault was mended, with unanswered requests and then with orders under way. */
const answerSeconds = 60;
const restSeconds = 240;

/** Load and faults, then mending, then rest; what was seen and what is left. */
export async function run(options: RunOptions, directory: string): Promise<RunRecord> {
  const { seed, report } = options;
  const random = createRandom(seed);
  const history = emptyHistory();
  let startedAt = Date.now();
  const clock = (): number => Date.now() - startedAt;
  const interruption = new AbortController();
  const interrupted = (): void => interruption.abort();
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  const stage = await setStage({
    directory,
    history,
    report,
    random: random.fork('network'),
    onDeath: (death) => history.deaths.push({ ...death, at: clock() }),
  });
  // Servers that are half started could not be ended: an interruption meanwhile waits until they are.
  const leave = (): void => void stage.stop().finally(() => process.exit(130));
  if (interruption.signal.aborted) leave();
  else interruption.signal.addEventListener('abort', leave);
  try {
    const shop = await openShop(stage.gatewayUrls, options.customers, random.fork('shop'));
    startedAt = Date.now();
    return await play(options, { stage, shop, history, random, clock });
  } finally {
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
    interruption.signal.removeEventListener('abort', leave);
    await stage.stop();
  }
}

interface Play {
  readonly stage: Stage;
  readonly shop: Shop;
  readonly history: History;
  readonly random: Random;
  readonly clock: () => number;
}

async function play(options: RunOptions, scene: Play): Promise<RunRecord> {
  const phases = newPhases();
  try {
    return await playPhases(options, scene, phases);
  } finally {
    // Of a run that broke off nobody goes on beside the next one.
    for (const phase of Object.values(phases)) phase.abort();
  }
}

async function playPhases(options: RunOptions, scene: Play, phases: Phases): Promise<RunRecord> {
  const { report, faults, minutes } = options;
  const { stage, shop, history, random, clock } = scene;
  const followers = new Followers();
  const common = { shop, history, clock, followers, ...signalsOf(phases) };
  const customers = shop.customers.map((client, number) => {
    return { ...common, client, random: random.fork(`customer ${number}`) };
  });
  await Promise.all(customers.map(enterShop));
  const warehouse = deliverPieces({ ...common, random: random.fork('warehouse') });
  const passers = letPeoplePass({
    ...{ ...common, random: random.fork('passers'), gateways: stage.gatewayUrls },
    askToErase: (personId) =>
      onBroker(stage, (broker) => askToErase(broker, { personId, reason: 'asked to be forgotten', by: 'chaos' })),
  });
  const working = Promise.all([...customers.map(shopAround), warehouse, passers]);
  working.catch(() => undefined); // awaited below, unless the run breaks off before
  const seconds = minutes * 60;
  const schedule = drawSchedule(faults, seconds, random.fork('nemesis'));
  await Promise.all([
    playSchedule(schedule, { stage, clock, report, until: clock() + seconds * 1_000 }),
    delay(seconds * 1_000),
  ]);
  phases.closing.abort();
  report('faults mended, no new orders');
  const impatience = setTimeout(() => phases.patience.abort(), answerSeconds * 1_000);
  await working;
  clearTimeout(impatience);
  const databases = await openDatabases(stage.servers.mongo.uri, stage.namespace);
  try {
    await comeToRest({
      databases,
      followers,
      passers: history.passers,
      redriveLate: () => redriveLate(stage),
      signal: AbortSignal.timeout(restSeconds * 1_000),
      report,
    });
    phases.leaving.abort();
    await followers.ended();
    const patience = AbortSignal.timeout(answerSeconds * 1_000);
    setMaxListeners(0, patience);
    return { history, aftermath: await readAftermath({ stage, databases, shop, patience }) };
  } finally {
    await databases.close();
  }
}

/** What ends one after the other: new orders, patience with requests that nobody answers, watching. */
type Phases = Readonly<Record<'closing' | 'patience' | 'leaving', AbortController>>;

const newPhases = (): Phases => ({
  closing: new AbortController(),
  patience: new AbortController(),
  leaving: new AbortController(),
});

function signalsOf(phases: Phases): Readonly<Record<keyof Phases, AbortSignal>> {
  const signals = { closing: phases.closing.signal, patience: phases.patience.signal, leaving: phases.leaving.signal };
  // Every watcher and every request listens to them.
  setMaxListeners(0, ...Object.values(signals));
  return signals;
}

/** Runs in a directory of its own, which stays when `keep` says so of the result. */
export async function runInDirectory(
  options: RunOptions,
  keep: (record: RunRecord) => boolean,
): Promise<{ readonly record: RunRecord; readonly directory: string | undefined }> {
  const directory = await mkdtemp(join(tmpdir(), `ordergraph-chaos-${options.seed}-`));
  const record = await run(options, directory);
  if (keep(record)) {
    await writeFile(join(directory, 'history.json'), JSON.stringify(record.history, undefined, 1));
    return { record, directory };
  }
  await rm(directory, { recursive: true, force: true, maxRetries: 3 });
  return { record, directory: undefined };
}
