/**
 * One commit is one version of one stream: event store, outbox, inbox and concurrency control in one document.
 */
export interface Commit {
  /** Contiguous per stream, from 1. Made by `commitId` only: another key order would be another key. */
  readonly _id: CommitId;
  readonly messages: readonly RecordedMessage[];
  /** The entity's public state after the commit, carried by each of its public events. */
  readonly state?: unknown;
  /** What made it; unique per stream. */
  readonly cause: string;
  /** Hash of the raw input under an idempotency key: the same key with another input is an error. */
  readonly inputHash?: string;
  readonly context: MessageContext;
  /** Database clock. */
  readonly at: Date;
  /** The era of the database it was committed in; none before the first restore of a backup. */
  readonly era?: string;
  /** When the stream wants to be woken, and how often this commit has been so far. */
  readonly dueAt?: Date;
  readonly wakes?: number;
  /** After this commit the secret fields of the stream have served; they are blanked before it counts as published. */
  readonly spendsSecrets?: boolean;
  /** Ever-rising number of armings; `pending` is the one not yet confirmed by the broker, absent when all are. */
  readonly armed: number;
  readonly pending?: number;
  readonly nextTryAt?: Date;
}

export interface CommitId {
  readonly stream: string;
  readonly version: number;
}

export interface RecordedMessage {
  readonly type: string;
  readonly data: unknown;
  readonly id?: string;
}

/** Where a commit stands in a conversation; travels with every message it makes. */
export interface MessageContext {
  readonly correlationId: string;
  readonly causationId?: string;
  /** `user:<id>` or `service:<name>`. */
  readonly actor?: string;
  readonly traceparent?: string;
}

export const commitId = (stream: string, version: number): CommitId => ({ stream, version });

export const streamName = (category: string, id: string): string => `${category}-${id}`;

/**
 * The wire id of one message of a commit. After a restore the positions of streams are used again for something else, which
 * must not be taken for a duplicate: the id then ends in the era. Ids that the message brings along (commands) stay the same.
 */
export function messageId({ _id, era }: Pick<Commit, '_id' | 'era'>, index: number, message: RecordedMessage): string {
  const position = `${_id.stream}/${_id.version}/${index}`;
  return message.id ?? (era === undefined ? position : `${position}@${era}`);
}
