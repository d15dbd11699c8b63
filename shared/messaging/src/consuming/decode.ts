import type { Contract, ContractRegistry, MessageBody } from '@ordergraph/events';
import { deepestBody, parseBody } from '../body.js';
import type { BrokerMessage } from '../broker/port.js';
import { MessageInvalid } from '../errors.js';
import { validate } from '../validate.js';
import type { Received } from './definitions.js';
import { NewerVersion } from './errors.js';

/** A message of a known type, validated against today's contract. */
export interface Decoded {
  readonly contract: Contract;
  readonly received: Received;
}

/**
 * Takes a message apart, brings it to today's version and validates it.
 * @throws {MessageInvalid} when it can never be read. @throws {NewerVersion} when a newer release can.
 */
export function decode(message: BrokerMessage, registry: ContractRegistry): Decoded {
  const { envelope } = message;
  const contract = registry.find(envelope.type);
  if (!contract) {
    if (registry.isNewerVersion(envelope.type)) throw new NewerVersion(envelope.type);
    throw new MessageInvalid(`unknown message type "${envelope.type}"`);
  }
  const body = bodyOfToday(message, registry);
  const received: Received = {
    id: required(envelope.id, 'id'),
    type: contract.type,
    data: validate(contract.schema, body.data, 'data'),
    state: contract.state && validate(contract.state, body.state, 'state'),
    subject: required(envelope.subject, 'subject'),
    version: validVersion(envelope.version),
    time: validTime(envelope.time),
    source: envelope.source,
    correlationId: envelope.correlationId,
    causationId: envelope.causationId,
    actor: envelope.actor,
    traceparent: envelope.traceparent,
    isReplay: envelope.replayId !== undefined,
    ...(envelope.replayId !== undefined && { replay: { id: envelope.replayId, position: envelope.replayPosition } }),
  };
  return { contract, received };
}

/** Validated in the version it was written in: what brings it to today's may rely on that. */
function bodyOfToday({ envelope: { type }, content }: BrokerMessage, registry: ContractRegistry): MessageBody {
  const { data, state } = parseBody(content) ?? unreadable();
  const previous = registry.findPrevious(type);
  if (!previous) return { data, state };
  const body = { data: validate(previous.schema, data, 'data'), state };
  try {
    return previous.upcast(body);
  } catch {
    throw new MessageInvalid(`the body of ${type} cannot be brought to the shape of today`);
  }
}

function unreadable(): never {
  throw new MessageInvalid(`the body is no JSON object in UTF-8, or nested more than ${deepestBody} deep`);
}

function required(value: string, attribute: string): string {
  if (value === '') throw new MessageInvalid(`the attribute ${attribute} is missing`);
  return value;
}

/** A row of a view is as new as this says: what is no version would stay there for ever, or never get there. */
function validVersion(version: number): number {
  if (!Number.isSafeInteger(version) || version < 1)
    throw new MessageInvalid('the attribute streamversion is no version');
  return version;
}

function validTime(time: string): Date {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) throw new MessageInvalid('the attribute time is not a date');
  return date;
}
