import { randomUUID } from 'node:crypto';
import type { mongo } from 'mongoose';
import type { BrokerMessage } from '../broker/port.js';
import { handleOf } from './dead-letter.js';

/** Who did what to which dead letter, when and why. Holds ids only, nothing that was in the message. */
export interface DeadLetterAction {
  readonly _id: string;
  readonly run: string;
  readonly action: 'redrive' | 'discard';
  readonly handle: string;
  readonly type: string;
  readonly subject: string;
  readonly queue: string | undefined;
  readonly errorCode: string | undefined;
  readonly by: string;
  readonly reason: string | undefined;
  readonly at: Date;
  /** Absent: it was begun, and whoever did it died or failed before it was known to be done. */
  readonly doneAt?: Date;
}

export interface AuditOptions {
  /** `<namespace>_operations`. */
  readonly database: mongo.Db;
  readonly by: string;
  readonly reason: string | undefined;
}

const durably = { writeConcern: { w: 'majority', journal: true } } as const;

/** Records every action before it is begun and again when it is done, in the collection `deadLetterActions`. */
export class DeadLetterAudit {
  readonly #options: AuditOptions;
  readonly #actions: mongo.Collection<DeadLetterAction>;
  readonly #run = randomUUID();

  constructor(options: AuditOptions) {
    this.#options = options;
    this.#actions = options.database.collection<DeadLetterAction>('deadLetterActions', { ignoreUndefined: true });
  }

  /** Resolves when it is durable. Give the answer to `done`. */
  async begin(action: DeadLetterAction['action'], messages: readonly BrokerMessage[]): Promise<readonly string[]> {
    const { by, reason } = this.#options;
    const at = new Date();
    const actions = messages.map((message): DeadLetterAction => {
      const { type, subject, failure } = message.envelope;
      const which = { handle: handleOf(message), type, subject, queue: failure?.queue, errorCode: failure?.errorCode };
      return { _id: randomUUID(), run: this.#run, action, ...which, by, reason, at };
    });
    if (actions.length > 0) await this.#actions.insertMany(actions, durably);
    return actions.map(({ _id }) => _id);
  }

  async done(ids: readonly string[]): Promise<void> {
    await this.#actions.updateMany({ _id: { $in: ids } }, { $set: { doneAt: new Date() } }, durably);
  }
}
