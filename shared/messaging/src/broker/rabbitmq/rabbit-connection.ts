import { type ChannelModel, connect, type RecoveringChannelModel } from 'amqplib';
import { BrokerUnavailable } from '../../errors.js';
import type { BrokerLogger } from '../broker-logger.js';
import { closeQuietly } from './channels.js';
import { NodeRotation } from './node-rotation.js';

export interface RabbitConnectionOptions {
  /** Of one node, or of several, separated by commas. */
  readonly url: string;
  /** Shown by the broker to operators. */
  readonly name: string;
  readonly logger: BrokerLogger;
  /** Runs on every new connection before it counts as connected; when it fails, another connection is tried. */
  readonly setup: (model: ChannelModel) => Promise<void>;
  readonly onChange: (connected: boolean) => void;
  readonly onBlocked?: (blocked: boolean) => void;
}

/**
 * One connection that comes back by itself (amqplib's recovery with jittered backoff), each time to the next node.
 *
 * States: connecting → connected → connecting …, and closed, which is final. Invariant: `model` is set only while connected,
 * that is after `setup` succeeded on a connection that has not been lost since.
 */
export class RabbitConnection {
  readonly #options: RabbitConnectionOptions;
  readonly #recovering: Promise<RecoveringChannelModel>;
  #model: ChannelModel | undefined;
  #waiting: { resolve: (model: ChannelModel) => void; reject: (error: Error) => void }[] = [];
  #closed = false;

  constructor(options: RabbitConnectionOptions) {
    this.#options = options;
    this.#recovering = this.#start();
  }

  get model(): ChannelModel | undefined {
    return this.#model;
  }

  /** The connection, as soon as there is one. @throws {BrokerUnavailable} when closed before. */
  connected(): Promise<ChannelModel> {
    if (this.#model) return Promise.resolve(this.#model);
    if (this.#closed) return Promise.reject(new BrokerUnavailable('the connection was closed'));
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const { reject } of this.#waiting.splice(0)) reject(new BrokerUnavailable('the connection was closed'));
    const recovering = await this.#recovering;
    await recovering.close();
    this.#lost();
  }

  async #start(): Promise<RecoveringChannelModel> {
    const { url, name, logger } = this.#options;
    const nodes = new NodeRotation(url);
    const recovering = await connect(nodes.address, {
      noDelay: true, // Nagle against delayed acknowledgements costs 44 ms per message
      keepAlive: true,
      timeout: 10_000,
      clientProperties: { connection_name: name },
      recovery: {
        waitForConnect: false,
        initialDelay: 100,
        maxDelay: 5_000,
        jitter: 0.5,
        setup: (model: ChannelModel) => this.#prepare(model),
      },
    });
    recovering.on('connect', (model) => this.#found(model));
    recovering.on('disconnect', (error) => {
      logger.warn({ err: error, connection: name }, 'broker connection lost');
      nodes.next();
    });
    recovering.on('connect-failed', (error) => {
      logger.warn({ err: error, connection: name }, 'broker not reached');
      nodes.next();
    });
    recovering.on('error', () => undefined); // always followed by a disconnect, which says the same
    return recovering;
  }

  async #prepare(model: ChannelModel): Promise<void> {
    let lost = false;
    // An emitter without a listener for 'error' ends the process, and recovery listens only after the setup.
    model.on('error', () => undefined);
    model.on('close', () => {
      lost = true;
      if (this.#model === model) this.#lost();
    });
    model.on('blocked', () => this.#options.onBlocked?.(true));
    model.on('unblocked', () => this.#options.onBlocked?.(false));
    this.#options.onBlocked?.(false);
    await this.#options.setup(model).catch(async (error: unknown) => {
      // Recovery closes it too, and would wait for ever if the connection got lost meanwhile.
      await closeQuietly(model);
      throw error;
    });
    // One read from the socket may hold the reply to the last step and the end of the connection.
    if (lost) throw new BrokerUnavailable('the connection was lost while it was prepared');
  }

  #found(model: ChannelModel): void {
    this.#model = model;
    for (const { resolve } of this.#waiting.splice(0)) resolve(model);
    this.#options.onChange(true);
  }

  #lost(): void {
    if (!this.#model) return;
    this.#model = undefined;
    this.#options.onChange(false);
  }
}
