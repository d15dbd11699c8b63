import { setTimeout as wait } from 'node:timers/promises';
import type { mongo } from 'mongoose';
import type { ViewRow } from '../view.js';
import { fillFromReplays, rebuildQueue } from './fill-from-replays.js';
import { fillFromStreams } from './fill-from-streams.js';
import type { Hold } from './hold.js';
import { copyIndexes, laggardsOf } from './laggards.js';
import { knownFor } from './rebuild-watch.js';
import { successorName } from './rebuild.js';
import type { RebuildableView, ViewRebuilderOptions } from './rebuildable.js';

export interface RebuildOptions extends ViewRebuilderOptions, RebuildableView {
  readonly hold: Hold;
  /** The attempt of whoever died or gave up. */
  readonly former: string | undefined;
  readonly isStopping: () => boolean;
}

/**
 * Rebuilds a view beside the one that is shown, and puts it in its place.
 *
 * told (every process writes its rows into both, the new one first) → filled from the beginning → nothing newer is in the old one →
 * renamed over it. The rename is one entry of the database's catalogue: every replica reads the old one before it and the new one after it.
 * @throws when it cannot be done now; nothing is changed then
 */
export async function rebuildView(options: RebuildOptions): Promise<void> {
  const { database, view, hold, views } = options;
  const successor = database.collection<ViewRow>(successorName(view.collection, hold.attempt));
  await discardFormer(options);
  await database.createCollection(successor.collectionName);
  await wait(2 * knownFor); // by then every process that writes rows knows
  const stopFilling = await fill(options, successor.collectionName);
  try {
    await awaitLaggards(options, successor);
    await copyIndexes(database.collection<ViewRow>(view.collection), successor);
  } finally {
    await stopFilling();
  }
  await hold.renew();
  if (!hold.isSafe) throw new Error('the right to rebuild may be somebody else’s by now');
  await successor.rename(view.collection, { dropTarget: true });
  await hold.renew('switched'); // until here every process writes both: what is only in the one that goes would be lost
  await wait(2 * knownFor); // rows were still written to it, by those who did not know yet
  views.filled(successor.collectionName);
  await discard(options, hold.attempt);
}

function fill(options: RebuildOptions, collection: string): Promise<() => Promise<void>> {
  const goOn = pulse(options);
  const { view, hold, isOwn } = options;
  if (isOwn) return fillFromStreams({ ...options, collection, goOn }).then(() => () => Promise.resolve());
  return fillFromReplays({ ...options, view, attempt: hold.attempt, collection, goOn });
}

/** Keeps the right while it goes on; ends it when this process stops. */
function pulse({ hold, isStopping }: RebuildOptions): () => Promise<void> {
  let renewedAt = performance.now();
  return async () => {
    if (isStopping()) throw new Error('this process stops');
    if (performance.now() - renewedAt < 10_000) return;
    await hold.renew();
    renewedAt = performance.now();
  };
}

/**
 * A row may be newer in the old one: a process that stood still wrote it there only. Its event is in the queue, or its stream is
 * at hand. What stays newer for long is newer than all that its owner says: it is what the rebuild is there to mend.
 */
async function awaitLaggards(options: RebuildOptions, successor: mongo.Collection<ViewRow>): Promise<void> {
  const { database, view, logger } = options;
  const goOn = pulse(options);
  let laggards: readonly ViewRow[] = [];
  for (let looks = 0; looks < laggardLooks; looks++) {
    laggards = await laggardsOf(database.collection<ViewRow>(view.collection), successor.collectionName);
    if (laggards.length === 0) return;
    if (options.isOwn) await fillFromStreams({ ...options, collection: successor.collectionName, goOn });
    await goOn();
    await wait(1_000);
  }
  const ids = laggards.slice(0, 20).map(({ _id }) => _id);
  logger.warn({ collection: view.collection, count: laggards.length, ids }, 'rows were newer than their streams');
}

const laggardLooks = 5;

async function discardFormer(options: RebuildOptions): Promise<void> {
  const { former, database, view } = options;
  if (former !== undefined) await discard(options, former);
  const names = await database.listCollections({}, { nameOnly: true }).toArray();
  const prefix = successorName(view.collection, '');
  for (const { name } of names) if (name.startsWith(prefix)) await database.dropCollection(name);
}

async function discard({ database, broker, service, view, isOwn }: RebuildOptions, attempt: string): Promise<void> {
  await database.dropCollection(successorName(view.collection, attempt)).catch(() => undefined); // it is not there any more
  if (!isOwn) await broker.removeQueue(rebuildQueue(service, view, attempt));
}
