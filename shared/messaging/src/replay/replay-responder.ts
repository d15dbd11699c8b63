import type { ContractRegistry, DataOf, ReplayRequested } from '@ordergraph/events';
import { ReplayEnded } from '@ordergraph/events';
import type { Broker, BrokerMessage } from '../broker/port.js';
import type { CommitStore } from '../commits/commit-store.js';
import type { Received } from '../consuming/definitions.js';
import { crashPoint } from '../crash-points.js';
import { Unroutable } from '../errors.js';
import { inBatches } from '../in-batches.js';
import { outgoingOf } from '../publishing/outgoing.js';

/** Sends this service's published history to whoever asks, straight to their queue, marked as replay, with an end marker. */
export class ReplayResponder {
  readonly #service: string;
  readonly #store: CommitStore;
  readonly #broker: Broker;
  readonly #registry: ContractRegistry;

  constructor(options: {
    readonly service: string;
    readonly store: CommitStore;
    readonly broker: Broker;
    readonly registry: ContractRegistry;
  }) {
    this.#service = options.service;
    this.#store = options.store;
    this.#broker = options.broker;
    this.#registry = options.registry;
  }

  /**
   * Handles one request. Safe to repeat: what is sent twice changes nothing in a view. One whose queue is gone is over: whoever asked has
   * ended, or asks anew with another queue.
   */
  async answer(request: Received<DataOf<typeof ReplayRequested>>): Promise<void> {
    const { replayId, routingKeys, queue } = request.data;
    const wanted = new Set(routingKeys);
    let messages = 0;
    const send = (message: BrokerMessage): Promise<void> =>
      this.#broker.send(queue, marked(message, replayId, (messages += 1)));
    try {
      await inBatches(this.#history(wanted), { size: messagesAtATime, work: send });
      crashPoint('before-replay-end');
      await this.#broker.send(queue, this.#endMarker(request, messages));
    } catch (error) {
      if (!(error instanceof Unroutable)) throw error;
    }
  }

  /** The events that are wanted, from the first commit on. */
  async *#history(wanted: ReadonlySet<string>): AsyncGenerator<BrokerMessage, void> {
    for await (const commit of this.#store.collection.find({}, { sort: { _id: 1 } })) {
      for (const { kind, message } of outgoingOf(commit, this.#service, this.#registry)) {
        if (kind === 'event' && wanted.has(message.routingKey)) yield message;
      }
    }
  }

  #endMarker(request: Received<DataOf<typeof ReplayRequested>>, messages: number): BrokerMessage {
    const { replayId } = request.data;
    const { data } = ReplayEnded({ replayId, owner: this.#service, messages });
    return {
      routingKey: ReplayEnded.routingKey,
      content: Buffer.from(JSON.stringify({ data })),
      envelope: {
        id: `replay-${replayId}/${this.#service}/end`,
        type: ReplayEnded.type,
        source: this.#service,
        subject: `replay-${replayId}`,
        time: request.time.toISOString(),
        version: 1,
        correlationId: request.correlationId,
        causationId: request.id,
        replayId,
      },
    };
  }
}

const messagesAtATime = 200;

const marked = (message: BrokerMessage, replayId: string, replayPosition: number): BrokerMessage => ({
  ...message,
  envelope: { ...message.envelope, replayId, replayPosition },
});
