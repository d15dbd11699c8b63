import { InfrastructureUnavailable } from './infrastructure-unavailable.js';

/** A platform named by its servers, instead of by its data directory. */
export interface NamedPlatform {
  readonly mongodbUri: string;
  /** Prefix of its databases and queues. */
  readonly namespace: string;
  /** Its RabbitMQ. */
  readonly amqpUrl: string | undefined;
}

const text = { type: 'string' } as const;

/** Before anything else is made of a command line: whoever asks how need not have given the rest. */
export const asksHow = (args: readonly string[]): boolean => args.includes('--help');

/** For `parseArgs`, of every command that works with a platform which is there. */
export const platformOptions = { mongodb: text, namespace: text, amqp: text } as const;

export const platformUsage =
  '  --mongodb <uri> --namespace <name> [--amqp <url>]   any other platform than that of the data directory';

/**
 * What `platformOptions` were given; undefined: the platform of the data directory.
 *
 * @throws {InfrastructureUnavailable} half an address, with `usage` as its remedy
 */
export function namedPlatform(
  values: { readonly [Name in keyof typeof platformOptions]?: string | undefined },
  usage: string,
): NamedPlatform | undefined {
  const { mongodb: mongodbUri, namespace, amqp: amqpUrl } = values;
  if (mongodbUri && namespace) return { mongodbUri, namespace, amqpUrl };
  if (mongodbUri === undefined && namespace === undefined && amqpUrl === undefined) return undefined;
  throw new InfrastructureUnavailable('Give --mongodb and --namespace together (and --amqp), or none of them.', usage);
}
