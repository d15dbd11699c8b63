import type { CommitLog } from '@ordergraph/messaging';
import type { ProviderRejected } from '../provider/errors.js';
import type { PaymentProvider } from '../provider/payment-provider.js';

/** What the use cases work with. */
export interface Payments {
  readonly log: CommitLog;
  readonly provider: PaymentProvider;
  readonly now: () => Date;
  /** Operations being settled by this process, by key: whoever else wants one settled waits for the same call. */
  readonly settling: Map<string, Promise<ProviderRejected | undefined>>;
}

export const paymentsOf = (log: CommitLog, provider: PaymentProvider, now = () => new Date()): Payments => ({
  log,
  provider,
  now,
  settling: new Map(),
});
