import type { QueueDeclaration } from '../port.js';
import { MemoryQueue } from './memory-queue.js';
import { topicPattern } from './topic-pattern.js';

interface Binding {
  readonly queue: string;
  readonly matches: (routingKey: string) => boolean;
}

/** Exchanges, queues and bindings in memory. */
export class Routing {
  readonly #patience: number;
  readonly #queues = new Map<string, MemoryQueue>();
  readonly #exchanges = new Map<string, Map<string, Binding>>();
  /** Known from an earlier process and not declared in this one so far. */
  readonly #undeclared = new Set<string>();

  constructor(patience: number) {
    this.#patience = patience;
  }

  addExchange(name: string): void {
    if (!this.#exchanges.has(name)) this.#exchanges.set(name, new Map());
  }

  /** Adds a queue with its bindings; calls add up. */
  declare(declaration: QueueDeclaration): MemoryQueue {
    this.#undeclared.delete(declaration.name);
    return this.#add(declaration);
  }

  /** Adds a queue that an earlier process declared. */
  restore(declaration: QueueDeclaration): void {
    if (this.#queues.has(declaration.name)) return;
    this.#undeclared.add(declaration.name);
    this.#add(declaration);
  }

  /** Removes the queues that nobody declared or consumes in this process, and names them. */
  retire(): string[] {
    const retired = [...this.#undeclared].filter((name) => !this.#queues.get(name)?.isConsumed);
    for (const name of retired) this.remove(name);
    return retired;
  }

  /** Whoever still publishes to the queue is told that the outcome is unknown, and finds it unbound. */
  remove(name: string): void {
    this.#undeclared.delete(name);
    this.#queues.get(name)?.close();
    this.#queues.delete(name);
    for (const bindings of this.#exchanges.values()) {
      for (const [key, { queue }] of bindings) if (queue === name) bindings.delete(key);
    }
  }

  queue(name: string): MemoryQueue | undefined {
    return this.#queues.get(name);
  }

  get queues(): IterableIterator<[string, MemoryQueue]> {
    return this.#queues.entries();
  }

  /** The queues that take a message, each once; undefined when there is no such exchange. */
  subscribers(exchange: string, routingKey: string): MemoryQueue[] | undefined {
    const bindings = this.#exchanges.get(exchange);
    if (!bindings) return undefined;
    const names = new Set(
      [...bindings.values()].filter(({ matches }) => matches(routingKey)).map(({ queue }) => queue),
    );
    return [...names].flatMap((name) => this.#queues.get(name) ?? []);
  }

  #add({ name, bindings, singleActiveConsumer = false }: QueueDeclaration): MemoryQueue {
    for (const { exchange, routingKey } of bindings) {
      this.addExchange(exchange);
      const binding = { queue: name, matches: topicPattern(routingKey) };
      this.#exchanges.get(exchange)?.set(`${name} ${routingKey}`, binding);
    }
    const patience = this.#patience;
    const patienceWithoutConsumer = Math.min(patience, 3_000);
    const queue =
      this.#queues.get(name) ?? new MemoryQueue({ name, singleActiveConsumer, patience, patienceWithoutConsumer });
    this.#queues.set(name, queue);
    return queue;
  }
}
