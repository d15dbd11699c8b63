import { brokerNodes, type CrashAt, type Role } from '@ordergraph/messaging';
import { z } from 'zod';
import { type ProcessConfiguration, processVariables, toProcessConfiguration } from './process-configuration.js';
import { crashAt, flag, listOf } from './variables.js';

/** What every service reads beside its own variables. */
export interface ServiceConfiguration extends ProcessConfiguration {
  readonly mongodbUri: string;
  readonly broker: 'rabbitmq' | 'embedded';
  /** Present with `broker: 'rabbitmq'`; several nodes of a cluster are separated by commas. */
  readonly amqpUrl: string | undefined;
  /** Stands before every name in the broker and the database. */
  readonly namespace: string;
  readonly roles: ReadonlySet<Role>;
  /** `SEED_DEMO_DATA=true`: demo users and products at start; refused in production. */
  readonly seedDemoData: boolean;
  /** `CRASH_AT=after-commit:3`: where the process ends itself, for tests; refused in production. */
  readonly crashAt: CrashAt | undefined;
}

const variables = (defaultPort: number) =>
  processVariables(defaultPort).extend({
    MONGODB_URI: z.string().regex(/^mongodb(\+srv)?:\/\//, 'must start with mongodb:// or mongodb+srv://'),
    BROKER: z.enum(['rabbitmq', 'embedded']).default('rabbitmq'),
    AMQP_URL: z
      .string()
      .refine(namesBrokers, 'must start with amqp:// or amqps://; several nodes are separated by commas')
      .optional(),
    NAMESPACE: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'must be lower-case letters, digits and hyphens, at most 40')
      .default('ordergraph'),
    SEED_DEMO_DATA: flag().default(false),
    CRASH_AT: crashAt().optional(),
    ROLES: listOf('graphql', 'consumer', 'sweeper').default(['graphql', 'consumer', 'sweeper']),
  });

/** Schema of the shared variables. `brokerGiven`: the process holds a broker already, so no address is needed. */
export function serviceConfiguration(options: {
  readonly defaultPort: number;
  readonly brokerGiven?: boolean;
}): z.ZodType<ServiceConfiguration> {
  return variables(options.defaultPort)
    .refine(({ BROKER, AMQP_URL }) => BROKER !== 'rabbitmq' || AMQP_URL || options.brokerGiven, {
      path: ['AMQP_URL'],
      message: 'is required unless BROKER=embedded',
      when: () => true,
    })
    .refine(({ ROLES, TRUSTED_ISSUERS }) => !includesGraphql(ROLES) || !isEmpty(TRUSTED_ISSUERS), {
      path: ['TRUSTED_ISSUERS'],
      message: 'is required with the role graphql',
      when: () => true,
    })
    .refine(({ NODE_ENV, SEED_DEMO_DATA }) => NODE_ENV !== 'production' || !SEED_DEMO_DATA, {
      path: ['SEED_DEMO_DATA'],
      message: 'is refused with NODE_ENV=production: demo users have a published password',
      when: () => true,
    })
    .refine(({ NODE_ENV, CRASH_AT }) => NODE_ENV !== 'production' || CRASH_AT === undefined, {
      path: ['CRASH_AT'],
      message: 'is refused with NODE_ENV=production: it kills the process',
      when: () => true,
    })
    .transform((values) => ({
      ...toProcessConfiguration(values),
      mongodbUri: values.MONGODB_URI,
      broker: values.BROKER,
      amqpUrl: values.AMQP_URL,
      namespace: values.NAMESPACE,
      roles: new Set(values.ROLES),
      seedDemoData: values.SEED_DEMO_DATA,
      crashAt: values.CRASH_AT,
    }));
}

const namesBrokers = (urls: string): boolean =>
  brokerNodes(urls).every((url) => /^amqps?:\/\/[^/]/.test(url) && URL.canParse(url));

// The refinements also see values that failed their own check: all problems are reported together.
const includesGraphql = (roles: unknown): boolean => Array.isArray(roles) && roles.includes('graphql');
const isEmpty = (issuers: unknown): boolean => Array.isArray(issuers) && issuers.length === 0;
