import { ContractRegistry, defineCommand, defineEvent, ReplayEnded } from '@ordergraph/events';
import { Registry } from 'prom-client';
import { z } from 'zod';
import {
  type Broker,
  type BrokerMessage,
  consumerQueue,
  type ConsumerDefinition,
  type ConsumerOptions,
  deadLetterQueue,
  type Envelope,
  type Failure,
  type RunningConsumer,
  startConsumer,
} from '../../src/index.js';
import { silentLogger } from '../broker-conformance/harness.js';

/** A small domain for tests of consuming: events about greetings, and one command. */
export const Greeted = defineEvent('greeter.greeted.v1', {
  summary: 'Somebody was greeted.',
  data: z.strictObject({ name: z.string() }),
  state: z.strictObject({ greetings: z.number() }),
  example: { data: { name: 'Robin' }, state: { greetings: 1 } },
});
export const Waved = defineEvent('greeter.waved.v1', {
  summary: 'Somebody was waved at.',
  data: z.strictObject({}),
  state: z.strictObject({}),
  example: { data: {}, state: {} },
});
export const Greet = defineCommand('greeter.greet.v1', {
  summary: 'Greet somebody, while it is still morning.',
  data: z.strictObject({ name: z.string() }),
  example: { data: { name: 'Robin' } },
  expiresAfterSeconds: 3_600,
});
export const registry = (): ContractRegistry => new ContractRegistry([Greeted, Waved, Greet, ReplayEnded]);

export function greeted(id: string, envelope: Partial<Envelope> = {}): BrokerMessage {
  return {
    routingKey: Greeted.routingKey,
    content: Buffer.from(JSON.stringify(Greeted.example)),
    envelope: {
      id,
      type: Greeted.type,
      source: 'greeter',
      subject: `greeting-${id}`,
      time: new Date().toISOString(),
      version: 1,
      correlationId: 'c-1',
      ...envelope,
    },
  };
}

/** The queue that `consume` uses. */
export const queue = consumerQueue('mail', 'greetings');

export interface Consuming {
  readonly consumer: RunningConsumer;
  readonly metrics: Registry;
  /** How often messages of a type ended so. */
  count(status: string, type?: string): Promise<number>;
  /** 1 while the consumer waits for infrastructure. */
  paused(): Promise<number>;
}

/** Declares the queue with every binding and starts a consumer on it. */
export async function consume(
  broker: Broker,
  definition: Omit<ConsumerDefinition, 'name'>,
  options: Partial<ConsumerOptions> = {},
): Promise<Consuming> {
  await declareGreetings(broker);
  const metrics = new Registry();
  const consumer = startConsumer({
    service: 'mail',
    broker,
    queue,
    definition: { name: 'greetings', ...definition },
    registry: registry(),
    logger: silentLogger,
    metrics,
    probe: () => Promise.resolve(),
    suspectAttempts: { begin: () => Promise.resolve(0), survived: () => Promise.resolve() },
    ...options,
  });
  const values = async (name: string) => (await metrics.getSingleMetric(name)?.get())?.values ?? [];
  return {
    consumer,
    metrics,
    async count(status, type = Greeted.type) {
      const all = await values('ordergraph_events_processed_total');
      return all.find(({ labels }) => labels['status'] === status && labels['event_type'] === type)?.value ?? 0;
    },
    paused: async () => (await values('ordergraph_consumer_paused'))[0]?.value ?? 0,
  };
}

export const declareGreetings = (broker: Broker): Promise<unknown> =>
  broker.declare({
    exchanges: ['greeter.events'],
    queues: [{ name: queue, bindings: [{ exchange: 'greeter.events', routingKey: 'greeter.*' }] }],
  });

/** What is in the dead letters: ids with what went wrong. */
export async function deadLetters(broker: Broker): Promise<Record<string, Failure | undefined>> {
  const messages = await broker.browse(deadLetterQueue, 100);
  return Object.fromEntries(messages.map(({ envelope: { id, failure } }) => [id, failure]));
}
