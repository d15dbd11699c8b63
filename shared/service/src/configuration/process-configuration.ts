import { z } from 'zod';
import { TrustedIssuer } from '../identity/trusted-issuer.js';
import { jsonOf, portNumber, wholeNumber } from './variables.js';

/** Variables that every process understands, the gateway included. */
export const processVariables = (defaultPort: number) =>
  z.object({
    NODE_ENV: z.string().default('development'),
    HOST: z.string().default('127.0.0.1'),
    PORT: portNumber().default(defaultPort),
    LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
    TRUSTED_ISSUERS: jsonOf(z.array(TrustedIssuer)).default([]),
    SHUTDOWN_BUDGET_SECONDS: wholeNumber(1, 300).default(10),
  });

type ProcessVariables = z.infer<ReturnType<typeof processVariables>>;

/** How a process listens, logs, whom it trusts and how long it may take to stop. */
export interface ProcessConfiguration {
  /** `NODE_ENV=production`: no introspection, no demo data. */
  readonly production: boolean;
  readonly host: string;
  /** 0 takes any that is free. */
  readonly port: number;
  readonly logLevel: string;
  readonly trustedIssuers: readonly TrustedIssuer[];
  readonly shutdownBudgetSeconds: number;
}

/** The names that code uses for the variables. */
export const toProcessConfiguration = (variables: ProcessVariables): ProcessConfiguration => ({
  production: variables.NODE_ENV === 'production',
  host: variables.HOST,
  port: variables.PORT,
  logLevel: variables.LOG_LEVEL,
  trustedIssuers: variables.TRUSTED_ISSUERS,
  shutdownBudgetSeconds: variables.SHUTDOWN_BUDGET_SECONDS,
});

/** Schema of a process that is no service with a database: `readConfiguration(processConfiguration(4000), process.env)`. */
export const processConfiguration = (defaultPort: number): z.ZodType<ProcessConfiguration> =>
  processVariables(defaultPort).transform(toProcessConfiguration);
