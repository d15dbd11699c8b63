import { userInfo } from 'node:os';
import { parseArgs } from 'node:util';
import { InfrastructureUnavailable } from '@ordergraph/infrastructure';
import { onFoundInfrastructure } from '@ordergraph/launcher';
import mongoose from 'mongoose';
import { type Service, services } from '../places.js';
import { afterRestore } from './after-restore.js';

const usage =
  'Usage: npm run after-restore -- <service> --since 2026-11-02T10:00:00Z [--mongodb <uri> --namespace <name>]';

interface Asked {
  readonly service: Service;
  readonly since: Date;
  readonly platform: { readonly uri: string; readonly namespace: string } | undefined;
}

/** @throws {InfrastructureUnavailable} the command line cannot be followed */
function readCommand(args: string[]): Asked {
  const text = { type: 'string' } as const;
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { since: text, mongodb: text, namespace: text },
  });
  const service = services.find((each) => each === positionals[0]);
  if (!service) throw new InfrastructureUnavailable(`Name the service: ${services.join(', ')}.`, usage);
  const since = new Date(values.since ?? '');
  if (Number.isNaN(since.getTime())) throw new InfrastructureUnavailable('Say when the backup was made.', usage);
  const { mongodb: uri, namespace } = values;
  if ((uri === undefined) !== (namespace === undefined))
    throw new InfrastructureUnavailable('Give --mongodb and --namespace together.', usage);
  return { service, since, platform: uri && namespace ? { uri, namespace } : undefined };
}

async function mend({ service, since }: Asked, { uri, namespace }: NonNullable<Asked['platform']>) {
  const client = await mongoose.mongo.MongoClient.connect(uri, {
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
  const asked = readCommand(process.argv.slice(2));
  const lines = asked.platform
    ? await mend(asked, asked.platform)
    : await onFoundInfrastructure(process.env, ({ mongo, namespace }) => mend(asked, { uri: mongo.uri, namespace }));
  if (!lines) throw new InfrastructureUnavailable('Nothing ever ran on this data directory.', usage);
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
