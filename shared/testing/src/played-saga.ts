import { randomUUID } from 'node:crypto';
import type { Message } from '@ordergraph/events';
import { type Broker, type BrokerMessage, commandsQueue, eventsExchange } from '@ordergraph/messaging';
import { eventually } from './eventually.js';

/** An event as its owner told it to the world. */
export interface Told {
  readonly id: string;
  readonly type: string;
  readonly causationId: string | undefined;
  readonly correlationId: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly state: Readonly<Record<string, unknown>>;
}

/** The saga of orders, played by a test: it commands one owner and listens to what that tells. */
export interface PlayedSaga {
  /** Every delivery so far. A broker may deliver an event again, and an owner answers again when it is asked again. */
  readonly told: readonly Told[];
  /** The events about an order, in order, each once. */
  about(orderId: string): readonly Told[];
  /** Their types. */
  answers(orderId: string): readonly string[];
  /** Resolves when exactly these events were told about an order. */
  isAnswered(orderId: string, ...types: readonly string[]): Promise<void>;
  /** Sends a command as an outbox does, again until it is accepted; the same id makes it the same command. */
  command(message: Message, id?: string): Promise<void>;
  stop(): Promise<void>;
}

/** Long enough for a machine that is busy with other things, and for a command that waits for another on the retry ladder. */
const patience = { timeoutMs: 40_000 };

/** Begin it before its owner starts, and stop it after: what the owner tells at its end is still heard. */
export async function playSaga(broker: Broker, owner: string): Promise<PlayedSaga> {
  const told: Told[] = [];
  const stopListening = await listen(broker, owner, told);
  let stopped = false;
  const about = (orderId: string): readonly Told[] => {
    const all = told.filter(({ data }) => data['orderId'] === orderId);
    return all.filter(({ id }, index) => all.findIndex((each) => each.id === id) === index);
  };
  const answers = (orderId: string): readonly string[] => about(orderId).map(({ type }) => type);
  return {
    told,
    about,
    answers,
    isAnswered: (orderId, ...types) => eventually(() => expect(answers(orderId)).toEqual(types), patience),
    command: async (message, id = randomUUID()) => {
      const envelope = envelop(message, id);
      // An embedded broker accepts only what has taken effect: it refuses while the consumer waits for something.
      await eventually(() => (stopped ? undefined : broker.send(commandsQueue(owner), envelope)), patience);
    },
    async stop() {
      stopped = true;
      await stopListening();
    },
  };
}

async function listen(broker: Broker, owner: string, told: Told[]): Promise<() => Promise<void>> {
  const name = 'saga.answers.t1';
  const exchange = eventsExchange(owner);
  await broker.declare({ exchanges: [exchange], queues: [{ name, bindings: [{ exchange, routingKey: '#' }] }] });
  const consumption = await broker.consume(name, { prefetch: 200 }, ({ message: { envelope, content }, ack }) => {
    const { id, type, causationId, correlationId } = envelope;
    const body = JSON.parse(content.toString()) as Pick<Told, 'data' | 'state'>;
    told.push({ id, type, causationId, correlationId, ...body });
    ack();
  });
  return () => consumption.stop();
}

/** A command about an order as orders sends it. */
export function envelop({ type, data }: Message, id: string): BrokerMessage {
  const { orderId } = data as { readonly orderId: string };
  return {
    routingKey: type.replace(/\.v\d+$/, ''),
    content: Buffer.from(JSON.stringify({ data })),
    envelope: {
      id,
      type,
      source: 'orders',
      subject: `order-${orderId}`,
      time: new Date().toISOString(),
      version: 1,
      correlationId: `correlation-of-${orderId}`,
    },
  };
}
