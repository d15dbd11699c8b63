import { randomUUID } from 'node:crypto';
import { clearMongo, deleteFromRabbit } from '@ordergraph/infrastructure';
import {
  type Broker,
  createEmbeddedBroker,
  createNames,
  createRabbitBroker,
  deadLetterQueue,
  defaultRetryDelays,
  type EmbeddedBrokerOptions,
  type RabbitBrokerOptions,
  type Topology,
} from '@ordergraph/messaging';
import { createLogger } from '@ordergraph/service';
import mongoose from 'mongoose';
import { required, type TestBroker, testMongo } from './infrastructure.js';

/** Names of one test in databases and brokers; nobody else uses them. */
export interface TestNamespace {
  /** Give it to a service as NAMESPACE. */
  readonly name: string;
  /**
   * A broker under this name, silent unless given a logger. Whoever opens it closes it; the next one meets what it has left.
   */
  openBroker(testBroker: TestBroker, options?: TestBrokerOptions): Broker;
  /**
   * Removes all that bears the name, when everything that uses it is closed: its databases, and what its brokers declared.
   * Not left to the end of the run, since every idle quorum queue keeps files of the broker open, and those are limited.
   */
  cleanup(): Promise<void>;
}

/** What a test may change about its broker; each kind takes what it knows. */
export type TestBrokerOptions = Partial<
  Omit<EmbeddedBrokerOptions, 'database'> & Omit<RabbitBrokerOptions, 'url' | 'namespace'>
>;

/** A namespace never used before, short enough for database names. */
export function uniqueNamespace(): TestNamespace {
  const name = `${required('ORDERGRAPH_TEST_RUN')}-${randomUUID().slice(0, 8)}`;
  const declared: Declared[] = [];
  let client: mongoose.mongo.MongoClient | undefined;
  return {
    name,
    openBroker({ url }, options = {}) {
      const shared = { logger: silent, connectionName: 'test', ...options };
      if (url === undefined) {
        client ??= new mongoose.mongo.MongoClient(testMongo().uri);
        return createEmbeddedBroker({ ...shared, database: client.db(`${name}_broker`) });
      }
      const broker = createRabbitBroker({ ...shared, url, namespace: name });
      declared.push(remembering(broker, { url, delays: Object.values(shared.retryDelays ?? defaultRetryDelays) }));
      return broker;
    },
    async cleanup() {
      await client?.close();
      await Promise.all([clearMongo(testMongo().uri, name), deleteDeclared(name, declared.splice(0))]);
    },
  };
}

const silent = createLogger({ name: 'test', level: 'silent' });

/** What one broker declares: by itself as soon as it is connected, and what it is told to. */
interface Declared {
  readonly url: string;
  readonly delays: readonly number[];
  readonly topologies: Topology[];
  /** One that was never reached has nothing of ours. */
  wasReached: boolean;
}

function remembering(broker: Broker, { url, delays }: Pick<Declared, 'url' | 'delays'>): Declared {
  const always: Topology = { exchanges: [], queues: [{ name: deadLetterQueue, bindings: [] }] };
  const declared: Declared = { url, delays, topologies: [always], wasReached: false };
  broker.onConnectionChange(() => (declared.wasReached = true));
  const declare = broker.declare.bind(broker);
  broker.declare = (topology, beforeCreating) => {
    declared.topologies.push(topology);
    return declare(topology, beforeCreating);
  };
  return declared;
}

async function deleteDeclared(namespace: string, declared: readonly Declared[]): Promise<void> {
  const names = createNames(namespace);
  for (const url of new Set(declared.filter(({ wasReached }) => wasReached).map((each) => each.url))) {
    const here = declared.filter((each) => each.url === url);
    const topologies = here.flatMap((each) => each.topologies);
    const retries = here.flatMap(({ delays }) => delays.map(names.retry));
    const queues = topologies.flatMap((each) => each.queues.map((queue) => names.full(queue.name)));
    const exchanges = topologies.flatMap((each) => each.exchanges.map(names.full));
    await deleteFromRabbit(url, {
      queues: [...queues, ...retries],
      exchanges: [...exchanges, ...retries, names.returns, names.unreturned],
    });
  }
}
