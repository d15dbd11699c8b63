export {
  startPaymentSimulator,
  type PaymentSimulator,
  type PaymentSimulatorOptions,
} from './start-payment-simulator.js';
export { testTokens, type TestToken } from './operations/test-tokens.js';
export { signatureHeader, signWebhook } from './webhooks/sign-webhook.js';
