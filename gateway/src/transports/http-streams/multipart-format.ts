import type { StreamFormat } from './stream-format.js';

const BOUNDARY = '\r\n--graphql';

/** The boundary after a part is what tells a client that the part is complete, so it is sent at once and not before the next one. */
const part = (content: unknown): string =>
  `\r\ncontent-type: application/json\r\n\r\n${JSON.stringify(content)}${BOUNDARY}`;

/**
 * Apollo's multipart protocol for subscriptions, as its router speaks it
 * (https://www.apollographql.com/docs/graphos/routing/operations/subscriptions/multipart-protocol).
 */
export const multipartFormat: StreamFormat = {
  contentType: 'multipart/mixed;boundary="graphql";subscriptionSpec=1.0',
  opening: BOUNDARY + part({}),
  heartbeat: part({}),
  payload: (payload) => part({ payload }),
  failure: (errors) => part({ payload: null, errors }),
  closing: '--\r\n',
};
