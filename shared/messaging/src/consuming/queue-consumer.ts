import { setTimeout as wait } from 'node:timers/promises';
import type { BrokerMessage, Delivery } from '../broker/port.js';
import { crashPoint } from '../crash-points.js';
import type { ConsumerMetrics, ProcessingStatus } from './consumer-metrics.js';
import { DeliveredTooOften } from './errors.js';
import { Interrupter } from './interruption.js';
import type { SuspectAttempts } from './suspect-attempts.js';
import { NotStarted, type Processor } from './message-processor.js';
import { decideOnFailure } from './policies/failure-decision.js';
import { isFatal, isSuspicious } from './policies/suspicion.js';
import { type RecoveryOptions, untilRecovered } from './recovery-probe.js';
import { logFailure, logHandled, park, type SettlementOptions } from './settlement.js';
import { Tally } from './tally.js';
import { realWaiting } from './waiting.js';

export interface QueueConsumerOptions extends SettlementOptions, RecoveryOptions {
  readonly prefetch: number;
  /** The queue belongs to an earlier release and may be gone. */
  readonly optional: boolean;
  readonly process: Processor;
  readonly metrics: ConsumerMetrics;
  readonly suspectAttempts: SuspectAttempts;
  /** Blank of what is personal, when it is about an erased person. */
  readonly blanked: (message: BrokerMessage) => Promise<BrokerMessage>;
}

/**
 * Consumes one queue: handles in parallel, acknowledges singly after the effect is durable.
 *
 * States: consuming (together, or one at a time) → interrupted → consuming …; stopped is final. While interrupted nothing new
 * is started; what arrived and was not started is given back once the broker delivers no more (before, it would come straight
 * back); what is being handled is finished and settled. After a pause the consumer resumes when the probe succeeds.
 * Invariant: a message is acknowledged only after its effect is durable or it is parked durably.
 */
export class QueueConsumer {
  readonly #options: QueueConsumerOptions;
  readonly #interrupter = new Interrupter();
  readonly #stopping = new AbortController();
  readonly #forgiven = new Tally();
  readonly #pauses = new Tally();
  readonly #inHand = new Set<Promise<void>>();
  #running: Promise<void> | undefined;
  #givenBack: Delivery[] = [];
  #delivering = false;
  #oneAtATime = false;
  #pausesInARow = 0;

  constructor(options: QueueConsumerOptions) {
    this.#options = options;
  }

  start(): void {
    this.#running = this.#run();
  }

  /** Takes no more deliveries; waits for those in hand within the budget and leaves the rest to the broker. */
  async stop(budgetMilliseconds: number): Promise<void> {
    this.#interrupter.interrupt({ kind: 'stop' });
    this.#stopping.abort();
    const budget = wait(budgetMilliseconds, undefined, { ref: false });
    await Promise.race([this.#running, budget]);
  }

  async #run(): Promise<void> {
    while (!this.#interrupter.stopped) {
      await this.#consumeUntilInterrupted();
      const interruption = await this.#interrupter.next();
      await this.#finishInHand();
      if (interruption.kind === 'pause') await this.#recover(interruption.error);
      else this.#oneAtATime = interruption.kind === 'one-at-a-time';
      this.#interrupter.resume();
    }
  }

  async #consumeUntilInterrupted(): Promise<void> {
    const { broker, queue, prefetch, optional } = this.#options;
    this.#delivering = true;
    const deliver = (delivery: Delivery): void => this.#take(delivery);
    try {
      const options = { prefetch: this.#oneAtATime ? 1 : prefetch, optional };
      const consumption = await broker.consume(queue, options, deliver);
      await this.#interrupter.next();
      await consumption.stop();
    } catch (error) {
      this.#interrupter.interrupt({ kind: 'pause', error });
    }
    this.#delivering = false;
    for (const delivery of this.#givenBack.splice(0)) delivery.requeue();
  }

  async #finishInHand(): Promise<void> {
    await Promise.all(this.#inHand);
  }

  async #recover(error: unknown): Promise<void> {
    const { logger, queue, metrics } = this.#options;
    this.#pausesInARow += 1;
    logger.warn({ err: error, queue }, 'consumer pauses: infrastructure cannot be reached');
    metrics.paused(true);
    await untilRecovered(error, this.#pausesInARow, this.#options, this.#stopping.signal);
    metrics.paused(false);
    logger.info({ queue }, 'consumer resumes');
  }

  #take(delivery: Delivery): void {
    const handled = this.#handle(delivery).catch((error: unknown) => {
      this.#options.logger.error({ err: error, queue: this.#options.queue }, 'a message could not be settled');
      this.#giveBack(delivery);
    });
    this.#inHand.add(handled);
    this.#options.metrics.inHand(this.#inHand.size);
    void handled.finally(() => {
      this.#inHand.delete(handled);
      this.#options.metrics.inHand(this.#inHand.size);
    });
  }

  async #handle(delivery: Delivery): Promise<void> {
    const { id } = delivery.message.envelope;
    if (this.#interrupter.active) return this.#giveBack(delivery);
    if (isSuspicious(delivery.deliveryCount - this.#forgiven.of(id))) return this.#handleSuspect(delivery);
    await this.#process(delivery);
    this.#nobodySuspect();
  }

  /** What ends this process now is known to the next, whichever replica that is. */
  async #handleSuspect(delivery: Delivery): Promise<void> {
    const { suspectAttempts, queue } = this.#options;
    const { id } = delivery.message.envelope;
    const unsurvived = await suspectAttempts.begin(queue, id).catch((error: unknown) => {
      this.#pause(delivery, error);
    });
    if (unsurvived === undefined) return;
    await this.#attempt(delivery, unsurvived);
    // Not noted: it counts for one more than it should, of ten.
    await suspectAttempts.survived(queue, id).catch(() => undefined);
  }

  /** Alone, when it may have ended the process that handled it before. */
  async #attempt(delivery: Delivery, unsurvived: number): Promise<void> {
    if (this.#interrupter.active) return this.#giveBack(delivery);
    if (isFatal(unsurvived)) return this.#fail(delivery, new DeliveredTooOften(unsurvived), performance.now());
    if (unsurvived > 0 && !this.#oneAtATime) {
      this.#interrupter.interrupt({ kind: 'one-at-a-time' });
      return this.#giveBack(delivery);
    }
    await this.#process(delivery);
    if (unsurvived === 0) this.#nobodySuspect();
  }

  #nobodySuspect(): void {
    if (this.#oneAtATime) this.#interrupter.interrupt({ kind: 'all-together' });
  }

  async #process(delivery: Delivery): Promise<void> {
    const began = performance.now();
    try {
      const message = await this.#options.blanked(delivery.message);
      const status = await this.#options.process(message, () => !this.#interrupter.active);
      crashPoint('before-acknowledge');
      this.#settle(delivery, status, began);
      logHandled(delivery.message, status, this.#options);
      this.#pausesInARow = 0;
    } catch (error) {
      if (error instanceof NotStarted) this.#giveBack(delivery);
      else await this.#fail(delivery, error, began);
    }
  }

  async #fail(delivery: Delivery, error: unknown, began: number): Promise<void> {
    const { queue, blanked, waiting = realWaiting } = this.#options;
    const { failure, id } = delivery.message.envelope;
    const decision = decideOnFailure(error, { queue, failure, now: waiting.now(), pauses: this.#pauses.of(id) });
    if (decision.action === 'pause') return this.#pause(delivery, error);
    try {
      await park(await blanked(delivery.message), decision, this.#options);
    } catch (notParked) {
      return this.#pause(delivery, notParked);
    }
    logFailure(delivery.message, error, decision, this.#options);
    this.#settle(delivery, decision.action === 'dead-letter' ? 'dead_lettered' : 'retried', began);
  }

  #pause(delivery: Delivery, error: unknown): void {
    this.#pauses.count(delivery.message.envelope.id);
    this.#interrupter.interrupt({ kind: 'pause', error });
    this.#giveBack(delivery);
  }

  #settle(delivery: Delivery, status: ProcessingStatus, began: number): void {
    delivery.ack();
    const { id, type } = delivery.message.envelope;
    this.#forgiven.forget(id);
    this.#pauses.forget(id);
    this.#count(type, status, began);
  }

  #giveBack(delivery: Delivery): void {
    const { id, type } = delivery.message.envelope;
    this.#forgiven.count(id); // the broker counts this delivery, the message is not to blame for it
    this.#count(type, 'requeued', performance.now());
    if (this.#delivering) this.#givenBack.push(delivery);
    else delivery.requeue();
  }

  #count(type: string, status: ProcessingStatus, began: number): void {
    const known = this.#options.registry.find(type) ? type : 'unknown';
    this.#options.metrics.processed(known, status, (performance.now() - began) / 1_000);
  }
}
