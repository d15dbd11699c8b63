import { setTimeout as delay } from 'node:timers/promises';
import { subgraphNames } from '@ordergraph/launcher';
import { askForRebuild, rebuildsIn } from '@ordergraph/messaging';
import type { mongo } from 'mongoose';
import { onDatabases } from '../../platform/as-operator.js';
import type { Stage } from '../../platform/stage.js';
import type { Random } from '../../random.js';
import { type Fault, once } from '../fault.js';

/** Views are built anew from their streams, those of others by a replay, while everything goes on; one time in two somebody dies over it. */
export const rebuildView: Fault = {
  name: 'rebuild-view',
  lane: 'operations',
  lasts: [3, 10],
  async begin(stage, random) {
    const asked = await onDatabases(stage, async (databaseOf) => {
      const views = (await Promise.all(subgraphNames.map((name) => viewsIn(databaseOf(name), name)))).flat();
      const chosen = random.shuffled(views).slice(0, random.between(1, 3));
      for (const { service, view } of chosen) await askForRebuild(databaseOf(service), view, 'chaos');
      return chosen;
    });
    stage.history.rebuilds.push(...asked);
    const what = asked.map(({ service, view }) => `${view} of ${service}`).join(', ');
    return once(random.chance(1 / 2) ? `${what}; ${await killSomebody(stage, random)}` : what);
  },
};

async function viewsIn(database: mongo.Db, service: string): Promise<{ service: string; view: string }[]> {
  const rebuilds = await rebuildsIn(database).find().sort({ _id: 1 }).toArray();
  return rebuilds.map(({ _id }) => ({ service, view: _id }));
}

/** Whoever builds, or whoever tells it the past. */
async function killSomebody({ services }: Stage, random: Random): Promise<string> {
  await delay(random.between(0, 4_000));
  const [victim] = random.shuffled(services);
  victim?.kill();
  return `kill -9 of ${victim?.name}`;
}
