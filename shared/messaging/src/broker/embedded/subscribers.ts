import type { Delivery } from '../port.js';

/** Somebody who consumes a queue. */
export interface Subscriber {
  readonly prefetch: number;
  readonly deliver: (delivery: Delivery) => void;
  unsettled: number;
}

/** Who consumes a queue, in the order in which they came. */
export class Subscribers {
  readonly #singleActive: boolean;
  readonly #all: Subscriber[] = [];

  /** @param singleActive only the first gets messages; the next takes over when it goes */
  constructor(singleActive: boolean) {
    this.#singleActive = singleActive;
  }

  get isEmpty(): boolean {
    return this.#all.length === 0;
  }

  add(prefetch: number, deliver: (delivery: Delivery) => void): Subscriber {
    const subscriber = { prefetch, deliver, unsettled: 0 };
    this.#all.push(subscriber);
    return subscriber;
  }

  remove(subscriber: Subscriber): void {
    const place = this.#all.indexOf(subscriber);
    if (place >= 0) this.#all.splice(place, 1);
  }

  clear(): void {
    this.#all.length = 0;
  }

  /** The least busy of those that have room. */
  next(): Subscriber | undefined {
    const candidates = this.#singleActive ? this.#all.slice(0, 1) : this.#all;
    const free = candidates.filter(({ unsettled, prefetch }) => unsettled < prefetch);
    return free.sort((a, b) => a.unsettled - b.unsettled)[0];
  }
}
