/** What the service is made of, without its transport: for the simulation. */
export { balanceOf, ledgerOf } from './domain/ledger.js';
export type { Payment } from './domain/payment.js';
export { paymentDecider } from './domain/payment-decider.js';
export { paymentMessages } from './messages.js';
export { ProviderRejected, ProviderUnanswered } from './provider/errors.js';
export { type ProviderTransport, simulatedProviderOver } from './provider/simulated-provider.js';
export { recordCustomerDecision } from './use-cases/continue-authorization.js';
export { type Payments, paymentsOf } from './use-cases/payments.js';
export { refundPayment } from './use-cases/refund-payment.js';
export { readProviderEvent } from './webhooks/provider-event.js';
