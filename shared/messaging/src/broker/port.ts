/**
 * What messaging needs of a broker. Two adapters keep this contract, RabbitMQ and embedded, and one conformance suite runs
 * against both. Names are logical (`orders.events`, `inventory.commands.t1`); an adapter puts the namespace in front.
 */
export interface Broker {
  readonly kind: 'rabbitmq' | 'embedded';

  /**
   * Declares exchanges, queues and bindings now and after every reconnect; idempotent, calls add up.
   * Resolves with the queues that did not exist before, once the broker has them. @throws {BrokerUnavailable} when closed before.
   *
   * `beforeCreating` is told of queues that are not there and awaited before they are made, each time: what it writes down is
   * known to whoever comes after a process that dies right behind. A queue that went while connected is made again and told, too.
   */
  declare(topology: Topology, beforeCreating?: BeforeCreating): Promise<{ readonly createdQueues: readonly string[] }>;

  /**
   * Publishes an event to its owner's topic exchange; no subscriber is normal. Resolves when the broker has it for good
   * (RabbitMQ: confirm; embedded: every subscriber's effect is durable).
   * @throws {BrokerUnavailable} when that is not known to have happened; publish it again.
   */
  publish(exchange: string, message: BrokerMessage): Promise<void>;

  /** Sends straight to one queue. @throws {Unroutable} when the queue does not exist; @throws {BrokerUnavailable}. */
  send(queue: string, message: BrokerMessage): Promise<void>;

  /**
   * Parks the message durably; after the delay it returns to exactly this queue, or goes to the dead letters when that queue is
   * gone by then. @throws {BrokerUnavailable}
   */
  retryLater(queue: string, delay: RetryDelay, message: BrokerMessage): Promise<void>;

  /**
   * Delivers messages of a queue until stopped, at most `prefetch` unsettled at a time; resumes by itself after a lost
   * connection (what was unsettled is delivered again). Ends with its broker, too. @throws {BrokerUnavailable} after that.
   */
  consume(queue: string, options: ConsumeOptions, deliver: (delivery: Delivery) => void): Promise<Consumption>;

  /** Reads the oldest messages of a queue and leaves them there. @throws {Unroutable} @throws {BrokerUnavailable} */
  browse(queue: string, limit: number): Promise<readonly BrokerMessage[]>;

  /** Removes a queue that nobody needs any more, with what is in it; nothing happens when it is gone. @throws {BrokerUnavailable} */
  removeQueue(queue: string): Promise<void>;

  /** Whether the queue is there now. @throws {BrokerUnavailable} */
  exists(queue: string): Promise<boolean>;

  /**
   * Holds the oldest dead letters for whoever decides about them; what is not settled stays where it is, also when this process
   * ends. @throws {BrokerUnavailable}
   */
  holdDeadLetters(limit: number): Promise<HeldDeadLetters>;

  readonly connected: boolean;
  /** Calls back on every change of `connected`. Returns the function that ends it. */
  onConnectionChange(listener: (connected: boolean) => void): () => void;

  /** Waits for outstanding confirms within the budget, then closes: everything ends, and nothing keeps the process from ending. */
  close(budgetMilliseconds: number): Promise<void>;
}

/** The three rungs of the retry ladder, in milliseconds: 5 s, 1 min, 10 min. Queues of fixed delay: a per-message TTL would block at the head. */
export const retryDelays = [5_000, 60_000, 600_000] as const;
export type RetryDelay = (typeof retryDelays)[number];

/** How long each rung truly waits, in milliseconds; tests shorten it. The same for everybody who shares a namespace. */
export type RetryDelays = Readonly<Record<RetryDelay, number>>;
export const defaultRetryDelays: RetryDelays = { 5_000: 5_000, 60_000: 60_000, 600_000: 600_000 };

/** Fills until somebody consumes it; every service declares it. */
export const deadLetterQueue = 'operations.dead-letters';

export type BeforeCreating = (queues: readonly string[]) => Promise<void>;

export interface Topology {
  /** Topic exchanges. */
  readonly exchanges: readonly string[];
  readonly queues: readonly QueueDeclaration[];
}

export interface QueueDeclaration {
  readonly name: string;
  readonly bindings: readonly { readonly exchange: string; readonly routingKey: string }[];
  /** One consumer at a time gets messages; another takes over when it goes. */
  readonly singleActiveConsumer?: boolean;
}

export interface ConsumeOptions {
  /** 1 to 2,000. */
  readonly prefetch: number;
  /** The queue may not exist (it belonged to an earlier release): then there is nothing to deliver. */
  readonly optional?: boolean;
}

export interface Consumption {
  /** Stops new deliveries; those already handed out can still be settled. */
  stop(): Promise<void>;
}

export interface Delivery {
  readonly message: BrokerMessage;
  /** How often the broker has handed this message out, this time included. */
  readonly deliveryCount: number;
  /** The effect is durable: forget the message. Settling twice, or after a lost connection, does nothing. */
  ack(): void;
  /** Not done: deliver it again, here or elsewhere. */
  requeue(): void;
}

export interface HeldDeadLetters {
  /** Oldest first. */
  readonly letters: readonly HeldDeadLetter[];
  /** Gives back what was not settled. */
  release(): Promise<void>;
}

export interface HeldDeadLetter {
  readonly message: BrokerMessage;
  /**
   * Sends `message` to exactly this queue, durably, and only then takes the dead letter away: dying in between leaves it in both.
   * False: somebody else settled it meanwhile. @throws {Unroutable} @throws {BrokerUnavailable}
   */
  moveTo(queue: string, message: BrokerMessage): Promise<boolean>;
  /** Takes it away for good. False: somebody else did. @throws {BrokerUnavailable} */
  discard(): Promise<boolean>;
}

/** A message as brokers carry it: CloudEvents attributes beside an opaque JSON body. */
export interface BrokerMessage {
  readonly routingKey: string;
  readonly envelope: Envelope;
  readonly content: Buffer;
}

/** CloudEvents 1.0 attributes and extensions. */
export interface Envelope {
  /** `<stream>/<version>/<index>`, or the id a command keeps over its re-issues. */
  readonly id: string;
  /** Wire type, `orders.order-placed.v1`. */
  readonly type: string;
  /** The publishing service. */
  readonly source: string;
  /** The stream the message belongs to. */
  readonly subject: string;
  /** RFC 3339, the commit's time. */
  readonly time: string;
  /** Version of the stream after the commit; every message of one commit has the same. */
  readonly version: number;
  readonly correlationId: string;
  readonly causationId?: string;
  /** Who asked: `user:<id>`, `service:<name>`. */
  readonly actor?: string;
  readonly traceparent?: string;
  /** Set on what a replay sends: views take it, reactions never do. */
  readonly replayId?: string;
  /** Which of the owner's messages in that replay it is, from 1: whoever must have them all knows what is missing. */
  readonly replayPosition?: number;
  /** What went wrong so far; set when a message goes to the retry ladder or to the dead letters. */
  readonly failure?: Failure;
}

export interface Failure {
  readonly queue: string;
  /** Failed deliveries so far. */
  readonly attempts: number;
  readonly firstFailedAt: string;
  readonly errorCode: string;
  readonly errorMessage: string;
}
