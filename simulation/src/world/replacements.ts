import type { Broker, MessagingParts } from '@ordergraph/messaging';
import type { Commits, GuardedExecutor } from '@ordergraph/messaging/internals';
import type { ProviderTransport } from '@ordergraph/payments/internals';
import type { ServiceName } from './services.js';

/**
 * Parts of a process that are replaced by others, each made from the one it stands for. The product has no switches: this is
 * how a bug is planted.
 */
export interface Replacements {
  readonly commits?: (commits: Commits, service: ServiceName) => Commits;
  readonly guarded?: (guarded: GuardedExecutor, service: ServiceName) => GuardedExecutor;
  readonly broker?: (broker: Broker, service: ServiceName) => Broker;
  readonly provider?: (transport: ProviderTransport) => ProviderTransport;
  readonly parts?: (parts: MessagingParts, service: ServiceName) => MessagingParts;
}
