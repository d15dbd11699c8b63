import { type CatalogueEntry, findCatalogueEntry } from '@ordergraph/service';

/** What only a gateway has to say to a client. Codes that subgraphs use as well are in the catalogue of shared/service. */
export const gatewayErrors = {
  TOO_MANY_TOKENS: {
    httpStatus: 400,
    retryable: false,
    meaning: 'The operation text is longer than the gateway reads.',
    advice: 'Split the operation.',
  },
  OPERATION_TOO_DEEP: {
    httpStatus: 400,
    retryable: false,
    meaning: 'Selections, or lists and objects in the values of the text, are nested more deeply than allowed.',
    advice: 'Ask for less at once; give nested values in variables.',
  },
  TOO_MANY_ALIASES: {
    httpStatus: 400,
    retryable: false,
    meaning: 'More aliases than allowed, fragments counted as often as they are used.',
    advice: 'Ask for lists instead of many single things.',
  },
  OPERATION_TOO_LARGE: {
    httpStatus: 400,
    retryable: false,
    meaning:
      'More fields than allowed, fragments counted as often as they are used, or the same ones selected too many times.',
    advice: 'Split the operation, and spread fragments less often.',
  },
  TOO_MANY_ROOT_FIELDS: {
    httpStatus: 400,
    retryable: false,
    meaning: 'More root fields than allowed in one operation.',
    advice: 'Split the operation.',
  },
  TOO_MANY_MUTATIONS: {
    httpStatus: 400,
    retryable: false,
    meaning: 'More mutations than allowed in one request.',
    advice: 'Send them in several requests.',
  },
  PAGE_TOO_LARGE: {
    httpStatus: 400,
    retryable: false,
    meaning:
      '`first`, `last` or another argument that says how long a list is to be is negative or larger than a page may be.',
    advice: 'Ask for smaller pages, one after the other.',
  },
  OPERATION_TOO_EXPENSIVE: {
    httpStatus: 400,
    retryable: false,
    meaning: 'The estimated `cost` of the operation is above the `limit`; both stand beside the code.',
    advice: 'Ask for smaller pages, or for lists within lists in several operations.',
  },
  SLICING_ARGUMENT_REQUIRED: {
    httpStatus: 400,
    retryable: false,
    meaning: 'A list was asked for without saying how much of it, or in two ways at once.',
    advice: 'Give the field exactly one of the arguments that the message names.',
  },
  PERSISTED_QUERY_NOT_FOUND: {
    httpStatus: 200,
    retryable: false,
    meaning: 'A hash came without its text, and the gateway does not have that text, or no longer.',
    advice: 'Send the hash together with the text; clients of Apollo do so by themselves.',
  },
  PERSISTED_QUERY_NOT_SUPPORTED: {
    httpStatus: 200,
    retryable: false,
    meaning: 'The gateway is told to keep no texts.',
    advice: 'Send texts without hashes; clients of Apollo do so by themselves.',
  },
  PERSISTED_QUERY_NOT_IN_LIST: {
    httpStatus: 400,
    retryable: false,
    meaning: 'The gateway accepts only the operations of its manifest, and this is none of them, by id or by text.',
    advice: 'Deploy the manifest of this release of the app before the app.',
  },
  BATCHING_REFUSED: {
    httpStatus: 400,
    retryable: false,
    meaning: 'An array of operations was sent; one request carries one operation.',
    advice: 'Switch batching off in the client.',
  },
  REQUEST_TOO_LARGE: {
    httpStatus: 413,
    closeCode: 1009,
    retryable: false,
    meaning:
      'The body or the WebSocket message is larger than allowed, or a subscription, as its service is asked for it, than that takes.',
    advice: 'Send less at once.',
  },
  RATE_LIMITED: {
    httpStatus: 429,
    closeCode: 1013,
    retryable: true,
    meaning: 'Too many requests from this user or address, or too many bad tokens from this address.',
    advice: 'Wait as long as `retryAfterSeconds` (header `retry-after`) says, then repeat.',
  },
  TOO_MANY_STREAMS: {
    httpStatus: 429,
    retryable: true,
    meaning:
      'The socket already carries as many operations as allowed, or the user or address as many streams over HTTP.',
    advice: 'Complete one, then subscribe again.',
  },
  TOO_MANY_SOCKETS: {
    httpStatus: 429,
    closeCode: 1013,
    retryable: true,
    meaning: 'The user or address already has as many sockets as allowed.',
    advice: 'Use one socket for all subscriptions; retry with a growing pause.',
  },
  ORIGIN_REFUSED: {
    httpStatus: 403,
    retryable: false,
    meaning: 'A web page of an origin that is not configured opened a socket or a stream.',
    advice: 'Add the origin to ALLOWED_ORIGINS.',
  },
  SUBSCRIPTION_NEEDS_STREAM: {
    httpStatus: 406,
    retryable: false,
    meaning: 'A subscription was sent over HTTP, and its `accept` header names no stream.',
    advice:
      'Accept `multipart/mixed;subscriptionSpec=1.0` or `text/event-stream`, or use graphql-transport-ws on the same path.',
  },
  SLOW_WATCHER: {
    httpStatus: 200,
    retryable: true,
    meaning: 'The client read more slowly than events came, and its queue was full.',
    advice: 'Subscribe again with the `cursor` of this error.',
  },
  SUPERGRAPH_CHANGED: {
    httpStatus: 200,
    retryable: true,
    meaning: 'The graph changed in a way that this stream cannot follow.',
    advice: 'Subscribe again with the `cursor` of this error.',
  },
  SUBGRAPH_UNAVAILABLE: {
    httpStatus: 200,
    retryable: true,
    meaning: 'The service behind these fields did not answer. A mutation may or may not have happened.',
    advice: 'Show what there is; repeat queries later, and mutations with the same `idempotencyKey`.',
  },
  SUBGRAPH_SUSPENDED: {
    httpStatus: 200,
    retryable: true,
    meaning:
      'The service behind these fields failed several times in a row and is left alone for a moment. Nothing happened.',
    advice: 'Show what there is; repeat after some seconds.',
  },
  SUPERGRAPH_UNAVAILABLE: {
    httpStatus: 503,
    retryable: true,
    meaning: 'The gateway has no supergraph yet.',
    advice: 'Repeat with a growing pause.',
  },
  SHUTTING_DOWN: {
    httpStatus: 503,
    closeCode: 1001,
    retryable: true,
    meaning: 'This gateway is being stopped.',
    advice: 'Connect again; resume streams with the last cursor.',
  },
} as const satisfies Record<string, Omit<CatalogueEntry, 'code' | 'audience' | 'disposition'>>;

/** Codes that the gateway gives out itself. */
export type ErrorCode =
  | keyof typeof gatewayErrors
  | 'BAD_REQUEST'
  | 'BAD_USER_INPUT'
  | 'DEADLINE_EXCEEDED'
  | 'FORBIDDEN'
  | 'GRAPHQL_PARSE_FAILED'
  | 'GRAPHQL_VALIDATION_FAILED'
  | 'OPERATION_RESOLUTION_FAILURE'
  | 'SERVICE_UNAVAILABLE'
  | 'UNAUTHENTICATED';

/** Everything that a client of the gateway may meet, in one form; docs/errors.md is this and the catalogue of shared/service. */
export const gatewayErrorCatalogue: readonly CatalogueEntry[] = Object.entries(gatewayErrors).map(([code, entry]) => ({
  code,
  audience: 'client',
  disposition: 'reject',
  ...entry,
}));

const byCode = new Map(gatewayErrorCatalogue.map((entry) => [entry.code, entry]));

/** The entry of a code, the gateway's own or a shared one. */
export function catalogueEntry(code: unknown): CatalogueEntry | undefined {
  return typeof code === 'string' ? (byCode.get(code) ?? findCatalogueEntry(code)) : undefined;
}
