import { readFileSync } from 'node:fs';
import type { ServiceDefinition } from '@ordergraph/service';
import { configuration, type PaymentsConfiguration } from './configuration.js';
import { paymentLoaders } from './graphql/loaders.js';
import { resolvers } from './graphql/resolvers.js';
import { paymentMessages } from './messages.js';
import { simulatedProvider } from './provider/simulated-provider.js';
import { paymentsOf } from './use-cases/payments.js';
import { providerWebhookRoute } from './webhooks/provider-webhook-route.js';

/** Payments and their ledger. */
export const paymentsService: ServiceDefinition<PaymentsConfiguration> = {
  name: 'payments',
  port: 4004,
  configuration,
  typeDefs: readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8'),
  build({ messaging: { log }, logger, configuration: { provider: options, webhookSecret } }) {
    const provider = simulatedProvider(options);
    const payments = paymentsOf(log, provider);
    return {
      resolvers: resolvers(payments),
      loaders: () => paymentLoaders(payments),
      messages: paymentMessages(payments),
      routes: providerWebhookRoute(payments, { secret: webhookSecret, logger }),
      close: () => provider.close(),
    };
  },
};
