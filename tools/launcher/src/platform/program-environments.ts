import type { FoundBroker, FoundMongo } from '@ordergraph/infrastructure';
import { publicKeyOf } from '@ordergraph/service';
import type { DevelopmentKeys } from './development-keys.js';
import type { PlatformPorts } from './ports.js';

export type ProgramName = 'users' | 'inventory' | 'orders' | 'payments' | 'gateway' | 'payment-simulator';
export type ProgramEnvironment = Record<string, string | undefined>;

export const subgraphNames = ['users', 'inventory', 'orders', 'payments'] as const;
export type SubgraphName = (typeof subgraphNames)[number];

export interface ProgramSettings {
  environment: Readonly<Record<string, string | undefined>>;
  namespace: string;
  mongo: Pick<FoundMongo, 'uri'>;
  broker: Pick<FoundBroker, 'kind' | 'url'>;
  keys: DevelopmentKeys;
  ports: PlatformPorts;
  supergraphFile: string;
}

const USERS_ISSUER = 'urn:ordergraph:users';
const GATEWAY_ISSUER = 'urn:ordergraph:gateway';

export const subgraphUrl = (ports: PlatformPorts, name: SubgraphName): string =>
  `http://127.0.0.1:${ports[name]}/graphql`;

/** The environment of every program of the platform: what the user set, and above it what was found and generated. */
export function programEnvironments(settings: ProgramSettings): Record<ProgramName, ProgramEnvironment> {
  const shared = sharedEnvironment(settings);
  const { keys, ports } = settings;
  const payment = {
    PAYMENT_PROVIDER_KEY: keys.paymentProviderKey,
    PAYMENT_WEBHOOK_SECRET: keys.paymentWebhookSecret,
  };
  return {
    users: { ...shared, PORT: String(ports.users), USERS_SIGNING_KEY: JSON.stringify(keys.users), USERS_ISSUER },
    inventory: { ...shared, PORT: String(ports.inventory) },
    orders: { ...shared, PORT: String(ports.orders) },
    payments: {
      ...shared,
      ...payment,
      PORT: String(ports.payments),
      PAYMENT_PROVIDER: 'simulated',
      PAYMENT_PROVIDER_URL: `http://127.0.0.1:${ports.paymentSimulator}`,
    },
    'payment-simulator': {
      ...shared,
      ...payment,
      PORT: String(ports.paymentSimulator),
      PAYMENT_WEBHOOK_URL: webhookUrl(ports),
    },
    gateway: {
      ...shared,
      ...subgraphUrls(ports),
      PORT: String(ports.gateway),
      GATEWAY_SIGNING_KEY: JSON.stringify(keys.gateway),
      GATEWAY_ISSUER,
      SUPERGRAPH_FILE: settings.supergraphFile,
    },
  };
}

export const webhookUrl = (ports: PlatformPorts): string =>
  `http://127.0.0.1:${ports.payments}/webhooks/payment-provider`;

function sharedEnvironment({ environment, namespace, mongo, broker, keys }: ProgramSettings): ProgramEnvironment {
  const nodeEnvironment = environment['NODE_ENV'] ?? 'development';
  return {
    ...environment,
    NODE_ENV: nodeEnvironment,
    SEED_DEMO_DATA: environment['SEED_DEMO_DATA'] ?? String(nodeEnvironment !== 'production'),
    APOLLO_TELEMETRY_DISABLED: 'true',
    HOST: environment['HOST'] ?? '127.0.0.1',
    MONGODB_URI: mongo.uri,
    BROKER: broker.kind,
    AMQP_URL: broker.url,
    NAMESPACE: namespace,
    TRUSTED_ISSUERS: JSON.stringify([
      { issuer: USERS_ISSUER, jwks: { keys: [publicKeyOf(keys.users)] } },
      { issuer: GATEWAY_ISSUER, jwks: { keys: [publicKeyOf(keys.gateway)] } },
    ]),
  };
}

function subgraphUrls(ports: PlatformPorts): ProgramEnvironment {
  return Object.fromEntries(
    subgraphNames.map((name) => [`SUBGRAPH_URL_${name.toUpperCase()}`, subgraphUrl(ports, name)]),
  );
}
