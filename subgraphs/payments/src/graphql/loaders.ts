import DataLoader from 'dataloader';
import { paymentDecider } from '../domain/payment-decider.js';
import type { Payments } from '../use-cases/payments.js';
import type { LoadedPayment, PaymentLoaders } from './context.js';

/** Batching only: a second mutation in one request must see what it changed. */
const uncached = { cache: false };

export const paymentLoaders = (payments: Payments): PaymentLoaders => ({
  payments: new DataLoader((ids) => Promise.all(ids.map((id) => loadPayment(payments, id))), uncached),
});

/** From its stream, so always current; the log reads all streams that are asked for together in one query. */
async function loadPayment({ log }: Payments, id: string): Promise<LoadedPayment | undefined> {
  const loaded = await log.history(paymentDecider, id);
  return loaded.state.status === 'NONE' ? undefined : loaded;
}
