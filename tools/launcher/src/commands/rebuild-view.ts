import { setTimeout as wait } from 'node:timers/promises';
import { userInfo } from 'node:os';
import { InfrastructureUnavailable } from '@ordergraph/infrastructure';
import { askForRebuild, type Rebuild, rebuildsIn } from '@ordergraph/messaging';
import mongoose, { type mongo } from 'mongoose';
import { onPlatform } from '../platform/on-platform.js';
import { readRebuildViewCommand, rebuildViewUsage } from '../views/command-line.js';
import { print, runCommand } from './run-command.js';

/** A running service looks for what is asked every two seconds. */
const patienceMilliseconds = 10_000;

/** `npm run rebuild-view -- orders productCopies`: asks the running service to build a view anew, and waits for it. Without a collection: those there are. */
await runCommand(async () => {
  const { platform, service, collection } = readRebuildViewCommand(process.argv.slice(2));
  await onPlatform(process.env, platform, async ({ mongodbUri, namespace }) => {
    const client = await mongoose.mongo.MongoClient.connect(mongodbUri);
    try {
      await rebuild(client.db(`${namespace}_${service}`), service, collection);
    } finally {
      await client.close();
    }
  });
}, rebuildViewUsage);

async function rebuild(database: mongo.Db, service: string, collection: string | undefined): Promise<void> {
  const views = await rebuildsIn(database).find().toArray();
  const names = views.map(({ _id }) => _id).join(', ');
  if (views.length === 0) throw new InfrastructureUnavailable(`${service} has no views.`, rebuildViewUsage);
  if (collection === undefined) return print(`Views of ${service}: ${names}`);
  if (!views.some(({ _id }) => _id === collection)) {
    throw new InfrastructureUnavailable(`${service} has no view ${collection}.`, `It has: ${names}.`);
  }
  const isAsked = await askForRebuild(database, collection, userInfo().username);
  print(isAsked ? `${collection} will be rebuilt.` : `${collection} is being rebuilt already.`);
  await follow(database, service, collection);
}

async function follow(database: mongo.Db, service: string, collection: string): Promise<void> {
  let shown: Pick<Rebuild, 'state' | 'attempt' | 'failures'> | undefined;
  for (let since = performance.now(); ; await wait(200)) {
    const rebuild = (await rebuildsIn(database).findOne({ _id: collection })) ?? undefined;
    const { state, attempt, doneAt, failures = 0, heldUntil } = rebuild ?? {};
    if (state === 'idle' && doneAt) return print('Done: it shows what its streams say.');
    if (state && state !== shown?.state) print(`  ${state}`);
    if (failures > (shown?.failures ?? 0)) print(`  failed: the log of ${service} says why; it is tried again`);
    const isPausing = state === 'asked' && heldUntil !== undefined && heldUntil > new Date();
    if (isPausing || state !== shown?.state || attempt !== shown?.attempt) since = performance.now();
    shown = rebuild;
    if (state === 'asked' && performance.now() - since > patienceMilliseconds) {
      return print('No process of the service takes it up: it is done when one runs again.');
    }
  }
}
