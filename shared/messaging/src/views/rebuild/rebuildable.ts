import type { ContractRegistry } from '@ordergraph/events';
import type { mongo } from 'mongoose';
import type { Logger } from 'pino';
import type { Broker } from '../../broker/port.js';
import type { CommitStore } from '../../commits/commit-store.js';
import type { ViewDefinition } from '../view.js';
import type { ViewStore } from '../view-store.js';

export interface ViewRebuilderOptions {
  readonly service: string;
  readonly database: mongo.Db;
  readonly store: CommitStore;
  readonly views: ViewStore;
  readonly broker: Broker;
  readonly registry: ContractRegistry;
  readonly logger: Logger;
}

export interface RebuildableView {
  readonly view: ViewDefinition;
  /** Its events are this service's own: the streams are at hand. */
  readonly isOwn: boolean;
}
