import { setTimeout as delay } from 'node:timers/promises';
import mongoose from 'mongoose';
import type { Invariant } from './invariant.js';
import { invariants } from './invariants/index.js';
import type { Places } from './places.js';
import type { Difference, ReconcileReport } from './report.js';
import { sagaVersions } from './saga-versions.js';

export interface ReconcileOptions {
  readonly mongodbUri: string;
  /** Prefix of the databases and queues of the platform. */
  readonly namespace: string;
  /** With it the dead letters of a RabbitMQ are looked at, too. */
  readonly amqpUrl?: string | undefined;
  /** Between two services a message may be on its way: what differs is looked at again after so long. Default 3,000. */
  readonly secondLookMilliseconds?: number;
}

/** Holds a platform, running or not, against every invariant. Reads only; what differs only for a moment is not reported. */
export async function reconcile(options: ReconcileOptions): Promise<ReconcileReport> {
  const { mongodbUri, namespace, amqpUrl, secondLookMilliseconds = 3_000 } = options;
  const client = await mongoose.mongo.MongoClient.connect(mongodbUri, {
    readPreference: 'primary',
    readConcernLevel: 'majority',
  });
  try {
    const places = { client, namespace, amqpUrl };
    const first = await Promise.all(invariants.map((invariant) => look(invariant, places)));
    const differing = first.filter(({ differences }) => differences.length > 0);
    const checked = first.map(({ invariant, differences: _, ...found }) => ({ invariant: invariant.name, ...found }));
    const sagas = await sagaVersions(places);
    if (differing.length === 0) return { checked, differences: [], sagas };
    await delay(secondLookMilliseconds);
    const second = await Promise.all(differing.map(({ invariant }) => look(invariant, places)));
    const lasting = second.map(({ differences }, index) => both(differing[index]?.differences ?? [], differences));
    return { checked, differences: lasting.flat(), sagas };
  } finally {
    await client.close();
  }
}

interface Look {
  readonly invariant: Invariant;
  readonly count: number;
  readonly notLookedAt?: string;
  readonly differences: readonly Difference[];
}

async function look(invariant: Invariant, places: Places): Promise<Look> {
  const { differences, ...found } = await invariant.check(places);
  return { invariant, ...found, differences: differences.map((each) => ({ invariant: invariant.name, ...each })) };
}

function both(former: readonly Difference[], now: readonly Difference[]): Difference[] {
  const ids = new Set(former.map(({ id }) => id));
  return now.filter(({ id }) => ids.has(id));
}
