import type { ContractRegistry, DataOf, ReplayEnded } from '@ordergraph/events';
import type { Registry } from 'prom-client';
import type { Broker, BrokerLogger } from '../broker/index.js';
import type { ErasedPersons } from '../erasure/erased-persons.js';
import { consumerQueue } from '../topology.js';
import { consumerMetrics } from './consumer-metrics.js';
import type { ConsumerDefinition } from './definitions.js';
import type { SuspectAttempts } from './suspect-attempts.js';
import { createProcessor } from './message-processor.js';
import { QueueConsumer } from './queue-consumer.js';
import type { Waiting } from './waiting.js';

export interface ConsumerOptions {
  /** Name of the service that consumes. */
  readonly service: string;
  readonly broker: Broker;
  readonly queue: string;
  readonly definition: ConsumerDefinition;
  readonly registry: ContractRegistry;
  readonly logger: BrokerLogger;
  readonly metrics: Registry;
  /** Resolves when what every handler needs (the database) can be reached; a paused consumer resumes then. */
  readonly probe: () => Promise<unknown>;
  /** Of all replicas of the service. */
  readonly suspectAttempts: SuspectAttempts;
  /** Whom the service has erased; default: nobody. */
  readonly erased?: ErasedPersons;
  /** The owner has sent everything from before this consumer's queue existed. */
  readonly onReplayEnded?: (ended: DataOf<typeof ReplayEnded>) => Promise<void>;
  /** Default: timers. */
  readonly waiting?: Waiting;
}

export interface RunningConsumer {
  /** Takes no more deliveries; waits for those in hand within the budget and leaves the rest to the broker. */
  stop(budgetMilliseconds: number): Promise<void>;
}

const defaultPrefetch = 200;

/**
 * Consumes a declared queue, and drains what an earlier topology version of it still holds. Works with or without its broker:
 * it consumes when there is one.
 */
export function startConsumer(options: ConsumerOptions): RunningConsumer {
  const {
    broker,
    queue,
    definition,
    registry,
    logger,
    metrics,
    probe,
    suspectAttempts,
    erased,
    onReplayEnded,
    waiting,
  } = options;
  const process = createProcessor({ definition, registry, onReplayEnded, waiting });
  const consumers = [queue, ...previousQueues(options)].map((name) => {
    const consumer = new QueueConsumer({
      broker,
      queue: name,
      optional: name !== queue,
      prefetch: definition.prefetch ?? defaultPrefetch,
      process,
      registry,
      logger,
      probe,
      waiting,
      suspectAttempts,
      blanked: (message) => erased?.blanked(message) ?? Promise.resolve(message),
      metrics: consumerMetrics(metrics, name),
    });
    consumer.start();
    return consumer;
  });
  return {
    async stop(budgetMilliseconds) {
      await Promise.all(consumers.map((consumer) => consumer.stop(budgetMilliseconds)));
    },
  };
}

function previousQueues({ service, definition: { name, topologyVersion = 1 } }: ConsumerOptions): string[] {
  return topologyVersion > 1 ? [consumerQueue(service, name, topologyVersion - 1)] : [];
}
