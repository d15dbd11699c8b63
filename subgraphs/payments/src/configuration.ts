import { wholeNumber } from '@ordergraph/service';
import { z } from 'zod';

export interface PaymentsConfiguration {
  readonly provider: {
    readonly kind: 'simulated';
    readonly url: string;
    readonly key: string;
    readonly timeoutMilliseconds: number;
  };
  readonly webhookSecret: string;
}

/** The provider answers within 3 seconds as a rule; three tries and the first rung of the ladder fit into the saga's 60. */
const defaultTimeoutSeconds = 5;

export const configuration: z.ZodType<PaymentsConfiguration> = z
  .object({
    PAYMENT_PROVIDER: z.enum(['simulated']).default('simulated'),
    PAYMENT_PROVIDER_URL: z.url({ protocol: /^https?$/ }),
    PAYMENT_PROVIDER_KEY: z.string().min(1),
    PAYMENT_PROVIDER_TIMEOUT_SECONDS: wholeNumber(1, 60).default(defaultTimeoutSeconds),
    PAYMENT_WEBHOOK_SECRET: z.string().min(1),
  })
  .transform((variables) => ({
    provider: {
      kind: variables.PAYMENT_PROVIDER,
      url: variables.PAYMENT_PROVIDER_URL,
      key: variables.PAYMENT_PROVIDER_KEY,
      timeoutMilliseconds: variables.PAYMENT_PROVIDER_TIMEOUT_SECONDS * 1_000,
    },
    webhookSecret: variables.PAYMENT_WEBHOOK_SECRET,
  }));
