import type { Delivery } from '@ordergraph/messaging';
import type { SimulatedProcess } from './simulated-process.js';

export interface Consumer {
  readonly process: SimulatedProcess;
  readonly prefetch: number;
  readonly deliver: (delivery: Delivery) => void;
  /** Messages handed out and not settled. */
  holds: number;
}

/** Which queues there are, and who consumes them. */
export class Subscriptions {
  readonly #queues = new Map<string, Consumer[]>();

  addQueue(name: string): void {
    if (!this.#queues.has(name)) this.#queues.set(name, []);
  }

  has(queue: string): boolean {
    return this.#queues.has(queue);
  }

  add(queue: string, consumer: Consumer): void {
    this.#queues.get(queue)?.push(consumer);
  }

  remove(chosen: (consumer: Consumer) => boolean): void {
    for (const [queue, consumers] of this.#queues) {
      this.#queues.set(
        queue,
        consumers.filter((consumer) => !chosen(consumer)),
      );
    }
  }

  /** Of those that can take more, the one that holds least. */
  next(queue: string): Consumer | undefined {
    let least: Consumer | undefined;
    for (const consumer of this.#queues.get(queue) ?? []) {
      const canTake = consumer.process.isRunning && consumer.holds < consumer.prefetch;
      if (canTake && (!least || consumer.holds < least.holds)) least = consumer;
    }
    return least;
  }
}
