import type { Received } from './definitions.js';

/** What a policy wraps: resolves when the effect of the message is durable. */
export type Handler = (message: Received) => Promise<void>;
