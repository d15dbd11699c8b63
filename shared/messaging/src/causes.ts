import { createHash, randomUUID } from 'node:crypto';
import { v5 as uuidV5 } from 'uuid';
import type { MessageContext } from './commits/commit.js';
import type { Cause } from './commits/execution.js';
import type { Received } from './consuming/definitions.js';

/**
 * The cause of what a handler does about a message: the same message never has two effects, however often it is delivered.
 * `phase` tells several commits for one message apart (intent and outcome of an external effect).
 */
export function messageCause(message: Received, consumer: string, phase?: string): Cause {
  return {
    cause: [consumer, message.id, ...(phase === undefined ? [] : [phase])].join('/'),
    context: contextOf(message, consumer),
    answerAgain: consumer.endsWith('.commands'),
  };
}

/** The conversation that a message belongs to, for what it causes. */
function contextOf(message: Received, consumer: string): MessageContext {
  return {
    correlationId: message.correlationId,
    causationId: message.id,
    actor: message.actor ?? `service:${consumer.slice(0, consumer.indexOf('.'))}`,
    ...(message.traceparent !== undefined && { traceparent: message.traceparent }),
  };
}

/** A client's intent, which it may repeat. */
export interface KeyedMutation {
  /** `user:<id>`. */
  readonly principal: string;
  /** Field of `Mutation`. */
  readonly field: string;
  readonly idempotencyKey: string;
}

/** The cause of a mutation. With a key: the same for every repeat, with a hash of the raw input; without: never the same. */
export function mutationCause(mutation: {
  readonly principal: string;
  readonly field: string;
  readonly context: MessageContext;
  readonly idempotencyKey?: string;
  readonly input?: unknown;
}): Cause {
  const { principal, field, idempotencyKey, input, context } = mutation;
  const cause = `${principal}/${field}/${idempotencyKey ?? randomUUID()}`;
  return idempotencyKey === undefined ? { cause, context } : { cause, context, inputHash: hashInput(input) };
}

/** Ids derived from an idempotency key live in this UUIDv5 name space (RFC 9562). */
const keyedIds = '6f4a3d52-94a4-4b0f-a1de-4a1f0b6a6f7d';

/** The id of what is made under an idempotency key: it names the stream, so that a repeat cannot start a second one. */
export function keyedId({ principal, field, idempotencyKey }: KeyedMutation): string {
  return uuidV5(JSON.stringify([principal, field, idempotencyKey]), keyedIds);
}

function hashInput(input: unknown): string {
  return createHash('sha256').update(canonicalJson(input)).digest('base64url');
}

/** JSON with the keys of objects sorted, so that equal inputs have equal hashes. */
function canonicalJson(value: unknown): string {
  return (
    JSON.stringify(value, (_key, part: unknown) =>
      part !== null && typeof part === 'object' && !Array.isArray(part)
        ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
        : part,
    ) ?? 'undefined'
  );
}
