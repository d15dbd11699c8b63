import { type Environment, InfrastructureUnavailable, type NamedPlatform } from '@ordergraph/infrastructure';
import { dataDirectoryOf } from './data-directory.js';
import { onFoundInfrastructure } from './on-found-infrastructure.js';
import { hasEmbeddedBroker, requireAnswers, requireDatabases } from './require-platform.js';

/** Where a platform keeps its data and its messages, for a command beside it. */
export interface PlatformPlace {
  readonly mongodbUri: string;
  readonly namespace: string;
  /** Without an address: the embedded one. Undefined: no RabbitMQ was named, and the embedded broker was never used. */
  readonly broker: { readonly url: string | undefined } | undefined;
}

/**
 * Works with the platform that is named, or else with that of the data directory, whether it runs or not.
 *
 * @throws {InfrastructureUnavailable} it cannot be reached, or there is none
 */
export async function onPlatform<Result>(
  environment: Environment,
  named: NamedPlatform | undefined,
  work: (place: PlatformPlace) => Promise<Result>,
): Promise<Result> {
  if (named) return work(await placeOf(named));
  const found = await onFoundInfrastructure(environment, async ({ mongo, broker: { url }, namespace }) => {
    await requireDatabases({ mongodbUri: mongo.uri, namespace });
    return { result: await work({ mongodbUri: mongo.uri, namespace, broker: { url } }) };
  });
  if (found) return found.result;
  throw new InfrastructureUnavailable(
    `Nothing ever ran on the data directory ${dataDirectoryOf(environment)}.`,
    'Start the platform with `npm start`, set DATA_DIRECTORY, or name it with --mongodb, --namespace and --amqp.',
  );
}

async function placeOf(named: NamedPlatform): Promise<PlatformPlace> {
  const { mongodbUri, namespace, amqpUrl: url } = named;
  await requireAnswers(named);
  await requireDatabases(named);
  const isKnown = url !== undefined || (await hasEmbeddedBroker(named));
  return { mongodbUri, namespace, broker: isKnown ? { url } : undefined };
}
