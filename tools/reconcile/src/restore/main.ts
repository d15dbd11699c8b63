import { userInfo } from 'node:os';
import { parseArgs } from 'node:util';
import {
  asksHow,
  InfrastructureUnavailable,
  type NamedPlatform,
  namedPlatform,
  platformOptions,
  platformUsage,
} from '@ordergraph/infrastructure';
import { onPlatform, type PlatformPlace } from '@ordergraph/launcher';
import mongoose from 'mongoose';
import { type Service, services } from '../places.js';
import { afterRestore } from './after-restore.js';

const usage = [
  'Usage: npm run after-restore -- <service> --since 2026-11-02T10:00:00Z',
  `  <service>   whose database was restored: ${services.join(', ')}`,
  '  --since     when the backup was made',
  platformUsage,
].join('\n');

interface Asked {
  /** Undefined: that of the data directory. */
  readonly platform: NamedPlatform | undefined;
  readonly service: Service;
  readonly since: Date;
}

/** @throws {InfrastructureUnavailable} the command line cannot be followed */
function readCommand(args: readonly string[]): Asked {
  const { values, positionals } = parse(args);
  const service = services.find((each) => each === positionals[0]);
  if (!service) throw new InfrastructureUnavailable(`Name the service: ${services.join(', ')}.`, usage);
  const since = new Date(values.since ?? '');
  if (Number.isNaN(since.getTime())) throw new InfrastructureUnavailable('Say when the backup was made.', usage);
  return { platform: namedPlatform(values, usage), service, since };
}

function parse(args: readonly string[]) {
  try {
    const options = { ...platformOptions, since: { type: 'string' } } as const;
    return parseArgs({ args: [...args], allowPositionals: true, options });
  } catch (error) {
    throw new InfrastructureUnavailable(error instanceof Error ? error.message : String(error), usage);
  }
}

async function mend({ service, since }: Asked, { mongodbUri, namespace }: PlatformPlace): Promise<readonly string[]> {
  const client = await mongoose.mongo.MongoClient.connect(mongodbUri, {
    readPreference: 'primary',
    readConcernLevel: 'majority',
  });
  try {
    const places = { client, namespace, amqpUrl: undefined };
    return await afterRestore(places, { service, since, by: userInfo().username });
  } finally {
    await client.close();
  }
}

/** `npm run after-restore -- orders --since <time>`: what docs/runbooks/restore-one-database.md says. Status 0: done. */
async function main(): Promise<void> {
  if (asksHow(process.argv)) return void process.stdout.write(`${usage}\n`);
  const asked = readCommand(process.argv.slice(2));
  const lines = await onPlatform(process.env, asked.platform, (place) => mend(asked, place));
  process.stdout.write(`${lines.join('\n')}\n`);
}

try {
  await main();
} catch (error) {
  const text = error instanceof InfrastructureUnavailable ? `${error.message}\n${error.remedy}` : String(error);
  process.stderr.write(`\n${text}\n`);
  process.exitCode = 1;
}
process.exit();
