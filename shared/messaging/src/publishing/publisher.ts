import type { ContractRegistry } from '@ordergraph/events';
import type { Logger } from 'pino';
import type { Broker } from '../broker/port.js';
import type { Commit } from '../commits/commit.js';
import { crashPoint } from '../crash-points.js';
import { commandsQueue, eventsExchange } from '../topology.js';
import { type Outgoing, outgoingOf } from './outgoing.js';
import type { PublishedMarks } from './published-marks.js';

/**
 * Publishes commits from memory and marks them as published when the broker has confirmed every message.
 *
 * A commit is in one of three states: pending in the database only (a crash, an overflow or a failure: the sweep takes it),
 * pending and in the hands of this publisher, or confirmed and unmarked for as long as the next batch of marks takes.
 * Losing the process in any of them costs a duplicate at most.
 */
export class Publisher {
  readonly #broker: Broker;
  readonly #service: string;
  readonly #registry: ContractRegistry;
  readonly #logger: Logger;
  readonly #marks: PublishedMarks;
  readonly #inHand = new Set<Promise<void>>();

  constructor(options: {
    readonly broker: Broker;
    readonly service: string;
    readonly marks: PublishedMarks;
    readonly registry: ContractRegistry;
    readonly logger: Logger;
  }) {
    this.#broker = options.broker;
    this.#service = options.service;
    this.#registry = options.registry;
    this.#logger = options.logger;
    this.#marks = options.marks;
  }

  /**
   * Takes a commit into memory when there is room and a broker; what is not taken is left to the sweep. Its events leave when
   * own views show it, so that whoever hears of it finds it there; its commands carry all they need and leave at once.
   */
  offer(commit: Commit, shown: Promise<void>): void {
    if (commit.pending === undefined || !this.#broker.connected || this.#inHand.size >= memoryLimit) {
      this.#inBackground(commit, this.#marks.leftPending(commit));
      return;
    }
    const published = this.publish(commit, shown).catch((error: unknown) => {
      this.#logger.debug({ err: error, ...idsOf(commit) }, 'not published, left to the sweep');
      this.#inBackground(commit, this.#marks.leftPending(commit));
    });
    this.#inHand.add(published);
    void published.finally(() => this.#inHand.delete(published));
  }

  /**
   * Publishes every message of a commit, events when it is shown; the broker has them, and it will be marked.
   * @throws {BrokerUnavailable, Unroutable} and what `shown` is rejected with
   */
  async publish(commit: Commit, shown: Promise<void>): Promise<void> {
    shown.catch(() => undefined); // awaited below, unless this fails first
    const outgoing = outgoingOf(commit, this.#service, this.#registry);
    const sendWhenDue = async (each: Outgoing): Promise<void> => {
      if (each.kind === 'event') await shown;
      await this.#send(each);
    };
    await Promise.all([shown, ...outgoing.map(sendWhenDue)]);
    crashPoint('after-confirm');
    this.#inBackground(commit, this.#marks.published(commit));
  }

  /** How many commits are in memory. */
  get inHand(): number {
    return this.#inHand.size;
  }

  /** Waits until everything taken so far is published and marked, or has failed. */
  async drain(): Promise<void> {
    await Promise.all(this.#inHand);
    await this.#marks.idle();
  }

  #inBackground(commit: Commit, handled: Promise<void>): void {
    handled.catch((error: unknown) => {
      this.#logger.debug({ err: error, ...idsOf(commit) }, 'not marked, left to the sweep');
    });
  }

  #send({ kind, owner, message }: Outgoing): Promise<void> {
    return kind === 'event'
      ? this.#broker.publish(eventsExchange(owner), message)
      : this.#broker.send(commandsQueue(owner), message);
  }
}

const idsOf = ({ _id, context: { correlationId } }: Commit) => ({ commit: _id, correlationId });

/** Commits in memory; more are left to the sweep, so that a slow broker costs time and not memory. */
const memoryLimit = 10_000;
