import type { Tracing } from '@ordergraph/service';
import type { ExecutionResult } from 'graphql';

import type { AdmissionRequest, Door } from '../door/door.js';
import type { Documents } from '../door/documents.js';
import type { SubgraphClient } from '../subgraphs/subgraph-client.js';
import type { SubgraphDirectory } from '../subgraphs/subgraph-directory.js';
import type { SupergraphRegistry } from '../supergraph/supergraph-registry.js';
import type { EventSources } from './event-sources.js';
import type { WatchEnd } from './watcher.js';

export interface SubscriptionRequest extends Omit<AdmissionRequest, 'document' | 'schema'> {
  /** The document's text: a new supergraph has it validated again. */
  source: string;
  /** Of the last payload that the client has; goes before its `after` argument. */
  cursor: string | undefined;
  /** When the right to this stream ends (epoch milliseconds), unless its transport ends first. */
  expiresAt?: number | undefined;
}

export type Subscribe = (request: SubscriptionRequest) => Promise<AsyncGenerator<ExecutionResult, void, undefined>>;

export interface FederatedSubscriptionsOptions {
  door: Door;
  documents: Documents;
  registry: SupergraphRegistry;
  events: EventSources;
  directory: SubgraphDirectory<SubgraphClient>;
  queueLimit: number;
  observe: StreamObserver;
  tracing: Tracing | undefined;
}

export interface StreamObserver {
  opened(): void;
  delivered(lagSeconds: number): void;
  /** Events that came for a client and were not given to it: it was too slow, or had gone. */
  dropped(events: number): void;
  ended(reason: WatchEnd): void;
}
