import {
  type Broker,
  type BrokerMessage,
  BrokerUnavailable,
  deadLetterQueue,
  type Topology,
  Unroutable,
} from '@ordergraph/messaging';
import { messageName } from '../story/names.js';
import type { Agenda, Step } from './agenda.js';
import type { SimulatedProcess } from './simulated-process.js';
import { type Consumer, Subscriptions } from './subscriptions.js';

/** A message that waits in a queue. */
export interface Waiting extends Step {
  readonly queue: string;
  readonly message: BrokerMessage;
  /** How often it was handed out before. */
  readonly deliveries: number;
}

export const isWaiting = (step: Step): step is Waiting => 'queue' in step;

interface Held {
  readonly consumer: Consumer;
  readonly waiting: Waiting;
}

/** Called when a message is forgotten because its consumer says that its effect is durable. */
export type OnAcknowledged = (queue: string, message: BrokerMessage) => void;

/**
 * A broker as RabbitMQ is one: it keeps what it confirmed until it is acknowledged, hands it out again when its consumer is
 * gone, and promises no order. What it is asked, and what it delivers, are steps of the agenda.
 */
export class MemoryBroker {
  readonly deadLetters: BrokerMessage[] = [];
  readonly #agenda: Agenda;
  readonly #onAcknowledged: OnAcknowledged;
  readonly #subscriptions = new Subscriptions();
  readonly #bindings = new Map<string, Set<string>>();
  readonly #held = new Set<Held>();
  /** Failed messages that are kept elsewhere by now: their acknowledgement says nothing of an effect. */
  readonly #parked = new Set<string>();

  constructor(agenda: Agenda, onAcknowledged: OnAcknowledged) {
    this.#agenda = agenda;
    this.#onAcknowledged = onAcknowledged;
  }

  /** The broker as one process reaches it. */
  connect(process: SimulatedProcess): Broker {
    const request = <Result>(what: () => string, effect: () => Result): Promise<Result> =>
      process.request(what, effect, unavailable);
    return {
      kind: 'rabbitmq',
      connected: true,
      declare: (topology) => Promise.resolve(this.#declare(topology)),
      publish: (exchange, message) =>
        request(
          () => `publishes ${messageName(message)}`,
          () => this.#publish(exchange, message),
        ),
      send: (queue, message) =>
        request(
          () => sending(queue, message),
          () => this.#send(queue, message),
        ),
      retryLater: (queue, delay, message) =>
        request(
          () => `puts ${messageName(message)} off for ${delay / 1_000} s`,
          () => this.#park(queue, delay, message),
        ),
      consume: (queue, { prefetch }, deliver) =>
        Promise.resolve(this.#consume(queue, { process, prefetch, deliver, holds: 0 })),
      browse: () => Promise.resolve([]),
      exists: (queue) => Promise.resolve(this.#subscriptions.has(queue)),
      holdDeadLetters: () => Promise.reject(new TypeError('nobody decides about dead letters here')),
      removeQueue: () => Promise.reject(new TypeError('no view is rebuilt here')),
      onConnectionChange: () => () => undefined,
      close: () => Promise.resolve(),
    };
  }

  /** A connection is gone: what its process held is handed out again, and acknowledging it changes nothing any more. */
  disconnect(process: SimulatedProcess): void {
    for (const held of this.#held) if (held.consumer.process === process) this.#giveBack(held);
  }

  /** A process is gone for good. */
  forget(process: SimulatedProcess): void {
    this.disconnect(process);
    this.#subscriptions.remove((consumer) => consumer.process === process);
  }

  enqueue(queue: string, message: BrokerMessage, deliveries = 0): void {
    if (queue === deadLetterQueue) {
      this.deadLetters.push(message);
      return;
    }
    const waiting: Waiting = {
      queue,
      message,
      deliveries,
      tell: () => `${messageName(message)} reaches ${queue}${deliveries > 0 ? ` (delivery ${deliveries + 1})` : ''}`,
      isPossible: () => this.#subscriptions.next(queue) !== undefined,
      perform: () => this.#handOut(waiting),
    };
    this.#agenda.add(waiting);
  }

  #declare({ exchanges: _, queues }: Topology): { createdQueues: readonly string[] } {
    for (const { name, bindings } of queues) {
      this.#subscriptions.addQueue(name);
      for (const { exchange, routingKey } of bindings) {
        const key = `${exchange}/${routingKey}`;
        this.#bindings.set(key, (this.#bindings.get(key) ?? new Set()).add(name));
      }
    }
    return { createdQueues: [] };
  }

  #publish(exchange: string, message: BrokerMessage): void {
    for (const queue of this.#bindings.get(`${exchange}/${message.routingKey}`) ?? []) this.enqueue(queue, message);
  }

  #park(queue: string, delay: number, message: BrokerMessage): void {
    this.#parked.add(`${queue}/${message.envelope.id}`);
    this.#agenda.after(delay, () => this.enqueue(queue, message));
  }

  #send(queue: string, message: BrokerMessage): void {
    if (message.envelope.failure) this.#parked.add(`${message.envelope.failure.queue}/${message.envelope.id}`);
    if (!this.#subscriptions.has(queue)) throw new Unroutable(queue);
    this.enqueue(queue, message);
  }

  #consume(queue: string, consumer: Consumer): { stop: () => Promise<void> } {
    this.#subscriptions.add(queue, consumer);
    return {
      stop: () => {
        this.#subscriptions.remove((each) => each === consumer);
        return Promise.resolve();
      },
    };
  }

  #handOut(waiting: Waiting): void {
    const { queue, message, deliveries } = waiting;
    const consumer = this.#subscriptions.next(queue);
    if (!consumer) return this.enqueue(queue, message, deliveries);
    const held: Held = { consumer, waiting };
    this.#held.add(held);
    consumer.holds += 1;
    consumer.deliver({
      message,
      deliveryCount: deliveries + 1,
      ack: () => {
        const acknowledged = (): void => this.#acknowledge(held);
        void consumer.process.request(() => `acknowledges ${messageName(message)}`, acknowledged);
      },
      requeue: () => this.#giveBack(held),
    });
  }

  #acknowledge(held: Held): void {
    const { queue, message } = held.waiting;
    if (!this.#release(held)) return;
    const isKeptElsewhere = this.#parked.delete(`${queue}/${message.envelope.id}`);
    if (!isKeptElsewhere) this.#onAcknowledged(queue, message);
  }

  /** Whether it was still held: a lost connection has taken it away before. */
  #release(held: Held): boolean {
    if (!this.#held.delete(held)) return false;
    held.consumer.holds -= 1;
    return true;
  }

  #giveBack(held: Held): void {
    if (!this.#release(held)) return;
    const { queue, message, deliveries } = held.waiting;
    this.enqueue(queue, message, deliveries + 1);
  }
}

const sending = (queue: string, message: BrokerMessage): string =>
  queue === deadLetterQueue
    ? `gives up ${messageName(message)}: ${message.envelope.failure?.errorMessage}`
    : `sends ${messageName(message)}`;

const unavailable = (what: string): BrokerUnavailable => new BrokerUnavailable(`no confirm: ${what}`);
