import { LRUCache } from 'lru-cache';
import Negotiator from 'negotiator';

import { eventStreamFormat } from './event-stream-format.js';
import { multipartFormat } from './multipart-format.js';
import type { StreamFormat } from './stream-format.js';

const MULTIPART = 'multipart/mixed; boundary=graphql; subscriptionSpec=1.0';
const EVENT_STREAM = 'text/event-stream';

/**
 * Streams go only to those who name them: an answer without an end would hang a client that accepts just anything. A type begins a part of the
 * header: looked for everywhere, one that is repeated would take time by the square of its length.
 */
const NAMED: readonly [type: string, name: RegExp][] = [
  [MULTIPART, /(?:^|,)\s*multipart\/mixed[^,]*;\s*subscriptionSpec\s*=\s*"?1\.0"?/i],
  [EVENT_STREAM, /text\/event-stream/i],
];

const FORMATS: Readonly<Record<string, StreamFormat>> = {
  [MULTIPART]: multipartFormat,
  [EVENT_STREAM]: eventStreamFormat,
};

const JSON_TYPES = ['application/json; charset=utf-8', 'application/graphql-response+json; charset=utf-8'];

/** The stream that an `accept` header prefers, or undefined when it names none. */
export function acceptedFormat(accept: string | undefined): StreamFormat | undefined {
  if (accept === undefined) return undefined;
  const named = NAMED.filter(([, name]) => name.test(accept)).map(([type]) => type);
  if (named.length === 0) return undefined;
  const preferred = negotiatorOf(accept).mediaType(named);
  return preferred === undefined ? undefined : FORMATS[preferred];
}

/** The form of JSON that an `accept` header prefers. */
export function acceptedJson(accept: string | undefined): string | undefined {
  if (accept === undefined) return JSON_TYPES[0];
  const known = negotiated.get(accept);
  if (known) return known.type;
  const type = negotiatorOf(accept).mediaType(JSON_TYPES);
  negotiated.set(accept, { type });
  return type;
}

/** The same few headers come again and again, and each is asked about more than once. */
const negotiated = new LRUCache<string, { type: string | undefined }>({ max: 100 });

function negotiatorOf(accept: string | undefined): Negotiator {
  return new Negotiator({ headers: accept === undefined ? {} : { accept } });
}
