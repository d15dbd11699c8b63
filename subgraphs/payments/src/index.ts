export { paymentsService } from './service.js';
export { webhookPath } from './webhooks/provider-webhook-route.js';
