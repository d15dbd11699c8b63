/**
 * What to do with a message whose handling failed with this error: `retry` climbs the ladder, `dead-letter` goes there at
 * once, `infrastructure` costs no attempt (the consumer pauses until the probe succeeds), nor does `await-release` (only a
 * deployment helps: the message waits on the long rung for a day); `reject` is an answer to a client.
 */
export type Disposition = 'retry' | 'dead-letter' | 'infrastructure' | 'await-release' | 'reject';

/** Base of all typed errors. `code` is stable and documented; `details` are safe to log and to show to an operator. */
export class OrdergraphError extends Error {
  readonly code: string;
  readonly disposition: Disposition;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(options: {
    readonly code: string;
    readonly message: string;
    readonly disposition: Disposition;
    readonly details?: Readonly<Record<string, unknown>>;
    readonly cause?: unknown;
  }) {
    super(options.message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = options.code;
    this.disposition = options.disposition;
    this.details = options.details ?? {};
  }
}

/** The broker did not confirm: the message may or may not have arrived. Publishing it again is always safe. */
export class BrokerUnavailable extends OrdergraphError {
  constructor(message: string, cause?: unknown) {
    super({ code: 'BROKER_UNAVAILABLE', message, disposition: 'infrastructure', cause });
  }
}

/** A command was sent to a queue that does not exist. */
export class Unroutable extends OrdergraphError {
  constructor(queue: string) {
    super({ code: 'UNROUTABLE', message: `no queue ${queue}`, disposition: 'retry', details: { queue } });
  }
}

/** Another system that a handler needs cannot be reached; the consumer pauses until `probe` resolves. */
export class InfrastructureUnavailable extends OrdergraphError {
  readonly probe: (() => Promise<void>) | undefined;

  constructor(options: { what: string; cause?: unknown; probe?: () => Promise<void> }) {
    super({
      code: 'INFRASTRUCTURE_UNAVAILABLE',
      message: `${options.what} cannot be reached`,
      disposition: 'infrastructure',
      cause: options.cause,
    });
    this.probe = options.probe;
  }
}

/** The message can never be handled: undecodable, of unknown type, or with an invalid body. */
export class MessageInvalid extends OrdergraphError {
  constructor(message: string, details?: Readonly<Record<string, unknown>>) {
    super({ code: 'MESSAGE_INVALID', message, disposition: 'dead-letter', ...(details && { details }) });
  }
}

/** A stream holds a message of a version that this release cannot read: it refuses to load rather than guess. */
export class StreamUnreadable extends OrdergraphError {
  constructor(stream: string, type: string) {
    super({
      code: 'STREAM_UNREADABLE',
      message: `stream ${stream} holds ${type}, which this release cannot read`,
      disposition: 'await-release',
      details: { stream, type },
    });
  }
}

/** A handler lacks data that will come (another message is still on its way): it waits on the ladder; that is no error. */
export class NotYet extends OrdergraphError {
  constructor(message: string) {
    super({ code: 'NOT_YET', message, disposition: 'retry' });
  }
}
