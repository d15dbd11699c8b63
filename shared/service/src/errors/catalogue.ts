import type { Disposition } from '@ordergraph/messaging';

/** How an error reaches a client, and what the client should do about it. */
export interface CatalogueEntry {
  readonly code: string;
  /** Who meets it: `client` crosses GraphQL with its message; `internal` never does. */
  readonly audience: 'client' | 'internal';
  /** What becomes of a message whose handling failed with it; `reject`: it is an answer to a client. */
  readonly disposition: Disposition;
  /** Status of the HTTP response when the whole request is answered with it; errors of single fields come with 200. */
  readonly httpStatus: number;
  /** Code with which a WebSocket is closed when the whole connection is answered with it. */
  readonly closeCode?: number;
  /** Whether the very same request may succeed later. */
  readonly retryable: boolean;
  readonly meaning: string;
  /** What whoever meets it should do. */
  readonly advice: string;
}

const client = (
  code: string,
  httpStatus: number,
  retryable: boolean,
  text: Pick<CatalogueEntry, 'meaning' | 'advice'> & { closeCode?: number },
): CatalogueEntry => ({ code, audience: 'client', disposition: 'reject', httpStatus, retryable, ...text });

const internal = (
  code: string,
  disposition: CatalogueEntry['disposition'],
  text: Pick<CatalogueEntry, 'meaning' | 'advice'>,
): CatalogueEntry => ({ code, audience: 'internal', disposition, httpStatus: 500, retryable: true, ...text });

/** Every code that crosses the graph or stands in a log; docs/errors.md is this table. */
export const errorCatalogue: readonly CatalogueEntry[] = [
  client('UNAUTHENTICATED', 401, false, {
    closeCode: 4403,
    meaning: 'No valid token came with the request, or it has expired.',
    advice: 'Refresh the session or sign in, then repeat with the new token.',
  }),
  client('FORBIDDEN', 403, false, {
    meaning: 'The token is valid and lacks the scope this field needs.',
    advice: 'Do not repeat; ask for the scope or leave the field out.',
  }),
  client('BAD_USER_INPUT', 400, false, {
    meaning: 'A variable or argument does not have the form its type asks for.',
    advice: 'Correct the input; the message names it.',
  }),
  client('NOT_FOUND', 404, false, {
    meaning: 'What a subscription asks for does not exist, or is not yours: the two are not told apart.',
    advice: 'Check the id and who is signed in.',
  }),
  client('CURSOR_INVALID', 400, false, {
    meaning:
      'The cursor was not made by this list or subscription, or `myOrderProgress` would resume with too many orders.',
    advice: 'Start again without a cursor.',
  }),
  client('BAD_REQUEST', 400, false, {
    meaning: 'The request is not a GraphQL request over HTTP or graphql-transport-ws.',
    advice: 'Send JSON with a `query`, one operation per request.',
  }),
  client('GRAPHQL_PARSE_FAILED', 400, false, {
    meaning: 'The document has a syntax error or too many tokens.',
    advice: 'Correct or shorten the operation.',
  }),
  client('GRAPHQL_VALIDATION_FAILED', 400, false, {
    meaning: 'The operation does not fit the schema, or exceeds a limit.',
    advice: 'Correct the operation; regenerate it when the schema has changed.',
  }),
  client('OPERATION_RESOLUTION_FAILURE', 400, false, {
    meaning: 'The document holds several operations and none is named, or the named one is missing.',
    advice: 'Give `operationName`.',
  }),
  client('REFUND_REFUSED', 400, false, {
    meaning: 'The payment provider refused a goodwill refund for good; nothing was given back.',
    advice: 'Show the message; settle it with the customer another way.',
  }),
  client('DEADLINE_EXCEEDED', 504, true, {
    meaning:
      'The time that the client gave (over HTTP `x-timeout-milliseconds`, over a WebSocket `extensions.timeoutMilliseconds`) was up before the answer was there. A mutation may or may not have happened.',
    advice: 'Give more time; repeat a mutation with the same idempotency key.',
  }),
  client('SERVICE_UNAVAILABLE', 503, true, {
    closeCode: 1013,
    meaning: 'Something needed for the answer, or to check the token, cannot be reached at the moment.',
    advice: 'Repeat with backoff; a mutation with the same idempotency key.',
  }),
  client('INTERNAL_SERVER_ERROR', 500, true, {
    closeCode: 1011,
    meaning: 'An unforeseen failure. Details are in the log of the service under the correlation id.',
    advice: 'Repeat once with the same idempotency key; report the correlation id when it stays.',
  }),
  internal('CONFIGURATION_INVALID', 'reject', {
    meaning: 'The environment of a process lacks variables or holds invalid ones.',
    advice: 'Correct every problem that the message lists, then start again.',
  }),
  internal('DATABASE_UNREACHABLE', 'reject', {
    meaning: 'No MongoDB answers at the address in MONGODB_URI.',
    advice: 'Start it or correct the address.',
  }),
  internal('DATABASE_STANDALONE', 'reject', {
    meaning: 'The MongoDB is not a member of a replica set: no transactions, no change streams.',
    advice: 'Start mongod with --replSet and run rs.initiate() once.',
  }),
  internal('PORT_IN_USE', 'reject', {
    meaning: 'Another process listens on the address this one is to listen on.',
    advice: 'Stop the other process or give another PORT.',
  }),
  internal('BROKER_UNAVAILABLE', 'infrastructure', {
    meaning: 'The broker did not confirm a message; it stays in the stream and is published again.',
    advice: 'Nothing, unless it stays: then look at the broker.',
  }),
  internal('INFRASTRUCTURE_UNAVAILABLE', 'infrastructure', {
    meaning: 'A system that a handler needs cannot be reached; its consumer pauses and costs no attempt.',
    advice: 'Bring the system back; the consumer resumes by itself.',
  }),
  internal('UNROUTABLE', 'retry', {
    meaning: 'A command was sent to a queue that does not exist.',
    advice: 'Start the service that owns the queue once.',
  }),
  internal('MESSAGE_INVALID', 'dead-letter', {
    meaning:
      'A message cannot be decoded, has an unknown type or an invalid body; or a service was about to record a message that breaks its own contract, and recorded nothing.',
    advice: 'Look at the sender; redrive after a repair or discard.',
  }),
  internal('STREAM_UNREADABLE', 'await-release', {
    meaning: 'A stream holds a message of a version that this release cannot read.',
    advice: 'Deploy the release that reads it.',
  }),
  internal('NOT_YET', 'retry', {
    meaning: 'A handler waits for data that another message brings; no failure.',
    advice: 'Nothing.',
  }),
  internal('STREAM_CONTENDED', 'retry', {
    meaning: 'So many writers met on one stream that a decision was overtaken every time.',
    advice: 'Nothing, unless it stays: then look for what writes to that stream.',
  }),
  internal('NEWER_VERSION', 'await-release', {
    meaning: 'A message was written by a newer release; it waits for a day.',
    advice: 'Finish the rollout of the release that reads it.',
  }),
  internal('MESSAGE_EXPIRED', 'dead-letter', {
    meaning: 'A message came later than its contract allows.',
    advice: 'Find out what held it up; discard it.',
  }),
  internal('DELIVERED_TOO_OFTEN', 'dead-letter', {
    meaning:
      'Every process that handled a message ended before it was settled, ten times in a row, though the message was handled alone.',
    advice: 'Look at the log before each restart; redrive after a repair.',
  }),
  internal('PROVIDER_UNANSWERED', 'retry', {
    meaning:
      'The payment provider did not answer in time: the operation may have happened. It is repeated with the same key.',
    advice: 'Nothing, unless it stays: then look at the provider.',
  }),
  internal('PROVIDER_REJECTED', 'dead-letter', {
    meaning: 'The payment provider says that a request is wrong in itself.',
    advice:
      'It is recorded as failed, and told. Correct what the message names; retry the fulfilment of an order that is stuck by it; then discard.',
  }),
  internal('SAGA_DEFINITION_UNKNOWN', 'await-release', {
    meaning: 'A run began under a definition of its saga that this release does not have.',
    advice: 'Deploy a release that still has the definition.',
  }),
];

const byCode = new Map(errorCatalogue.map((entry) => [entry.code, entry]));

/** The entry of a code; undefined for codes that are not documented. */
export const findCatalogueEntry = (code: string): CatalogueEntry | undefined => byCode.get(code);
