import { InfrastructureUnavailable } from '@ordergraph/infrastructure';
import { onFoundInfrastructure } from '@ordergraph/launcher';
import { describeReport } from './command/describe-report.js';
import { type CommandOptions, readOptions } from './command/options.js';
import { reconcile } from './reconcile.js';
import type { ReconcileReport } from './report.js';

/**
 * `npm run reconcile [-- --json]`: the platform of the data directory, running or not; any other with
 * `--mongodb <uri> --namespace <name> [--amqp <url>]`. Status 0 when everything adds up.
 */
async function main(): Promise<void> {
  const { platform, json } = readOptions(process.argv.slice(2));
  const report = await reconcilePlatform(platform);
  const lines = json ? [JSON.stringify(report)] : describeReport(report);
  process.stdout.write(`${lines.join('\n')}\n`);
  process.exitCode = report.differences.length === 0 ? 0 : 1;
}

async function reconcilePlatform(platform: CommandOptions['platform']): Promise<ReconcileReport> {
  if (platform) return reconcile(platform);
  const report = await onFoundInfrastructure(process.env, ({ mongo, broker, namespace }) =>
    reconcile({ mongodbUri: mongo.uri, namespace, amqpUrl: broker.url }),
  );
  if (report) return report;
  throw new InfrastructureUnavailable(
    'Nothing ever ran on this data directory.',
    'Start the platform with `npm start`, set DATA_DIRECTORY, or name one with --mongodb and --namespace.',
  );
}

try {
  await main();
} catch (error) {
  const text = error instanceof InfrastructureUnavailable ? `${error.message}\n${error.remedy}` : String(error);
  process.stderr.write(`\n${text}\n`);
  process.exitCode = 2;
}
process.exit();
