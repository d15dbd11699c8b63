import type { Faults } from './faults/faults.js';
import type { Ledger } from './ledger/ledger.js';
import type { WebhookDelivery } from './webhooks/webhook-delivery.js';

/** What the routes work with. */
export interface Simulation {
  readonly ledger: Ledger;
  readonly faults: Faults;
  readonly webhooks: WebhookDelivery;
  /** Where customers reach the action page; known once the server listens. */
  readonly publicUrl: () => string;
  /** Aborted when the simulator stops: ends every wait. */
  readonly stopping: AbortSignal;
}
