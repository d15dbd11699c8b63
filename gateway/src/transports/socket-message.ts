import { MessageType } from 'graphql-ws';

import type { SentOperation } from '../persisted/operation-texts.js';
import { namesPersisted } from '../persisted/persisted-id.js';
import { cutBelow, isNestedTooDeeply, MAX_NESTING } from '../nesting.js';

/** A message of a client, as far as it is looked at before the protocol's library has it. */
export interface SocketMessage {
  type?: unknown;
  id?: unknown;
  /** For the protocol's library, which refuses what is no message. */
  text: string;
}

/** The message, its payload, and one level more than what is in there may have: it is still refused. */
const KEPT_LEVELS = MAX_NESTING + 3;

/**
 * Reads a message, and writes it anew where the protocol's library could not cope with it: it takes no `subscribe` without a `query`, as one has that goes by
 * an id, and overflows where it writes what a client sent.
 */
export function readSocketMessage(text: string): SocketMessage {
  const message = parsed(text);
  if (!message) return { text };
  const { type, id } = message;
  const isTooDeep = isNestedTooDeeply(message, KEPT_LEVELS);
  if (!isTooDeep && !lacksQuery(message)) return { type, id, text };
  return { type, id, text: JSON.stringify(withQuery(isTooDeep ? cut(message) : message)) };
}

interface Parsed {
  type?: unknown;
  id?: unknown;
  payload?: SentOperation | null;
}

function parsed(text: string): Parsed | undefined {
  try {
    const message: unknown = JSON.parse(text);
    return typeof message === 'object' && message !== null && !Array.isArray(message) ? message : undefined;
  } catch {
    return undefined;
  }
}

function lacksQuery({ type, payload }: Parsed): boolean {
  return type === MessageType.Subscribe && payload?.query === undefined && namesPersisted(payload?.extensions);
}

const withQuery = (message: Parsed): Parsed =>
  lacksQuery(message) ? { ...message, payload: { ...message.payload, query: '' } } : message;

const cut = (message: Parsed): Parsed => cutBelow(message, KEPT_LEVELS) as Parsed;
