import type { StreamFormat } from './stream-format.js';

const COMMENT = ':\n\n';
const next = (data: unknown): string => `event: next\ndata: ${JSON.stringify(data)}\n\n`;

/**
 * GraphQL over Server-Sent Events, distinct connections mode (https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md).
 */
export const eventStreamFormat: StreamFormat = {
  contentType: 'text/event-stream; charset=utf-8',
  opening: COMMENT,
  heartbeat: COMMENT,
  payload: next,
  failure: (errors) => next({ errors }),
  // An event without data is not dispatched.
  closing: 'event: complete\ndata: \n\n',
};
