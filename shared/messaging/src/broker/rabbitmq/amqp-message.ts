import type { Message, Options } from 'amqplib';
import type { BrokerMessage, Envelope, Failure } from '../port.js';
import type { Names } from './names.js';

/**
 * CloudEvents 1.0 in AMQP binary mode: attributes are headers with the prefix `cloudEvents:`, the content is the data.
 * `traceparent` has no prefix, where OpenTelemetry's instrumentation expects it. What is ours alone begins with `ordergraph:`.
 */
const envelopeHeaders = {
  id: 'cloudEvents:id',
  type: 'cloudEvents:type',
  source: 'cloudEvents:source',
  subject: 'cloudEvents:subject',
  time: 'cloudEvents:time',
  version: 'cloudEvents:streamversion',
  correlationId: 'cloudEvents:correlationid',
  causationId: 'cloudEvents:causationid',
  actor: 'cloudEvents:actor',
  traceparent: 'traceparent',
  replayId: 'cloudEvents:replayid',
  replayPosition: 'cloudEvents:replayposition',
} as const satisfies Record<Exclude<keyof Envelope, 'failure'>, string>;

const failureHeaders = {
  queue: 'ordergraph:failed-queue',
  attempts: 'ordergraph:failed-attempts',
  firstFailedAt: 'ordergraph:first-failed-at',
  errorCode: 'ordergraph:error-code',
  errorMessage: 'ordergraph:error-message',
} as const satisfies Record<keyof Failure, string>;

/** Kept beside AMQP's own routing key, which is the queue's name on the way through the default and the retry exchanges. */
const routingKeyHeader = 'ordergraph:routing-key';

type Headers = Readonly<Record<string, unknown>>;

/** AMQP's properties of a message, with headers that are not `any`. */
export interface PublishOptions extends Omit<Options.Publish, 'headers'> {
  readonly headers: Readonly<Record<string, unknown>>;
}

/** Only what is ours: broker headers such as `x-death` never travel on. */
export function toAmqp({ routingKey, envelope }: BrokerMessage): PublishOptions {
  const headers: Record<string, unknown> = { 'cloudEvents:specversion': '1.0', [routingKeyHeader]: routingKey };
  copyInto(headers, envelopeHeaders, envelope);
  if (envelope.failure) copyInto(headers, failureHeaders, shortened(envelope.failure));
  return { persistent: true, contentType: 'application/json', headers };
}

/** What is said of an error may be of any length; who reads it takes no longer one. */
function shortened(failure: Failure): Failure {
  const { errorCode, errorMessage } = failure;
  return { ...failure, errorCode: cut(errorCode), errorMessage: cut(errorMessage) };
}

/** A character that does not fit as a whole is left out. */
const cut = (value: string): string =>
  isLonger(value)
    ? Buffer.from(value)
        .subarray(0, longestAttribute)
        .toString('utf8')
        .replace(/\uFFFD$/, '')
    : value;

function copyInto<Source extends object>(
  headers: Record<string, unknown>,
  table: Readonly<Partial<Record<keyof Source, string>>>,
  source: Source,
): void {
  for (const [field, header] of Object.entries(table) as [keyof Source, string][]) {
    if (source[field] !== undefined) headers[header] = source[field];
  }
}

/** Reads any message, also one that is not ours: missing attributes are empty, which no contract accepts. */
export function fromAmqp({ content, fields, properties }: Message, names: Names): BrokerMessage {
  const headers: Headers = properties.headers ?? {};
  const failure = readFailure(headers) ?? readDeliveryLimit(headers, names);
  return {
    routingKey: text(headers[routingKeyHeader]) ?? fields.routingKey,
    content,
    envelope: { ...readEnvelope(headers), ...(failure && { failure }) },
  };
}

function readEnvelope(headers: Headers): Envelope {
  const required = (field: keyof typeof envelopeHeaders): string => text(headers[envelopeHeaders[field]]) ?? '';
  const optional = <Field extends keyof typeof envelopeHeaders>(field: Field): Partial<Record<Field, string>> => {
    const value = text(headers[envelopeHeaders[field]]);
    return (value === undefined ? {} : { [field]: value }) as Partial<Record<Field, string>>;
  };
  const position = count(headers[envelopeHeaders.replayPosition]);
  return {
    id: required('id'),
    type: required('type'),
    source: required('source'),
    subject: required('subject'),
    time: required('time'),
    version: count(headers[envelopeHeaders.version]),
    correlationId: required('correlationId'),
    ...optional('causationId'),
    ...optional('actor'),
    ...optional('traceparent'),
    ...optional('replayId'),
    ...(position > 0 && { replayPosition: position }),
  };
}

function readFailure(headers: Headers): Failure | undefined {
  const queue = text(headers[failureHeaders.queue]);
  if (queue === undefined) return undefined;
  return {
    queue,
    attempts: count(headers[failureHeaders.attempts]),
    firstFailedAt: text(headers[failureHeaders.firstFailedAt]) ?? '',
    errorCode: text(headers[failureHeaders.errorCode]) ?? '',
    errorMessage: text(headers[failureHeaders.errorMessage]) ?? '',
  };
}

/** The broker itself gave up on the message, so nobody wrote down why. */
function readDeliveryLimit(headers: Headers, names: Names): Failure | undefined {
  const deaths: unknown = headers['x-death'];
  const death = (Array.isArray(deaths) ? (deaths as (Headers | null)[]) : []).find(
    (entry): entry is Headers => entry?.['reason'] === 'delivery_limit',
  );
  return (
    death && {
      queue: names.logical(text(death['queue']) ?? ''),
      attempts: count(death['count']),
      firstFailedAt: timeOf(death['time']).toISOString(),
      errorCode: 'DELIVERY_LIMIT',
      errorMessage: 'the broker handed it out too often',
    }
  );
}

/** A timestamp of AMQP as amqplib reads it, in seconds. */
function timeOf(timestamp: unknown): Date {
  const { value } = (timestamp ?? {}) as { readonly value?: unknown };
  const date = new Date(count(value) * 1_000);
  return Number.isNaN(date.getTime()) ? new Date(0) : date;
}

/** How often the message was handed out, this time included: quorum queues count the earlier ones. */
export function deliveryCountOf({ fields, properties }: Message): number {
  const earlier: unknown = properties.headers?.['x-delivery-count'];
  return (typeof earlier === 'number' ? earlier : Number(fields.redelivered)) + 1;
}

/**
 * In bytes; no attribute of ours is longer. What is counts as missing: all there are must fit into one frame of a broker whose
 * `frame_max` is 16 KiB, with the failure that is added on the way to the dead letters.
 */
const longestAttribute = 1_000;

const isLonger = (value: string): boolean => Buffer.byteLength(value) > longestAttribute;

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && !isLonger(value) ? value : undefined;

/** Headers may hold anything, NaN and tables included, and must never keep a message from being set aside. */
function count(value: unknown): number {
  const number = typeof value === 'number' || typeof value === 'bigint' ? Number(value) : 0;
  return Number.isSafeInteger(number) && number > 0 ? number : 0;
}
