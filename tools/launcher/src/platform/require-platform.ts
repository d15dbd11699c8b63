import {
  firstLineOf,
  InfrastructureUnavailable,
  type NamedPlatform,
  probeRabbit,
  withoutCredentials,
} from '@ordergraph/infrastructure';
import mongoose from 'mongoose';
import { subgraphNames } from './program-environments.js';

/** @throws {InfrastructureUnavailable} a server that was named does not answer */
export async function requireAnswers({ mongodbUri, amqpUrl }: NamedPlatform): Promise<void> {
  await answers('--mongodb', mongodbUri, () => databaseNames(mongodbUri));
  if (amqpUrl !== undefined) await answers('--amqp', amqpUrl, () => probeRabbit(amqpUrl, patienceMilliseconds));
}

/** Looking where nothing ever was would find nothing wrong. @throws {InfrastructureUnavailable} */
export async function requireDatabases({ mongodbUri, namespace }: Omit<NamedPlatform, 'amqpUrl'>): Promise<void> {
  const names = new Set(await databaseNames(mongodbUri));
  if (subgraphNames.some((service) => names.has(`${namespace}_${service}`))) return;
  throw new InfrastructureUnavailable(
    `In ${withoutCredentials(mongodbUri)} is no platform of the namespace '${namespace}'.`,
    `It has no database ${subgraphNames.map((service) => `${namespace}_${service}`).join(', ')}: correct the namespace, or the address.`,
  );
}

/** Whether the embedded broker ever kept anything for this platform. It does from its first queue on. */
export async function hasEmbeddedBroker({ mongodbUri, namespace }: NamedPlatform): Promise<boolean> {
  return (await databaseNames(mongodbUri)).includes(`${namespace}_broker`);
}

const patienceMilliseconds = 10_000;

async function answers(option: string, url: string, ask: () => Promise<unknown>): Promise<void> {
  try {
    await ask();
  } catch (cause) {
    const what = `${option} names ${withoutCredentials(url)}, which cannot be used: ${firstLineOf(cause)}`;
    throw new InfrastructureUnavailable(what, `Start it, or correct ${option}.`, { cause });
  }
}

async function databaseNames(uri: string): Promise<string[]> {
  const client = await mongoose.mongo.MongoClient.connect(uri, { serverSelectionTimeoutMS: patienceMilliseconds });
  try {
    const { databases } = await client.db().admin().listDatabases({ nameOnly: true });
    return databases.map(({ name }) => name);
  } finally {
    await client.close();
  }
}
