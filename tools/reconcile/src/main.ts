import { asksHow, InfrastructureUnavailable } from '@ordergraph/infrastructure';
import { onPlatform } from '@ordergraph/launcher';
import { describeReport } from './command/describe-report.js';
import { readOptions, reconcileUsage } from './command/options.js';
import { reconcile } from './reconcile.js';

/**
 * `npm run reconcile [-- --json]`: the platform of the data directory, running or not; any other with
 * `--mongodb <uri> --namespace <name> [--amqp <url>]`. Status 0 when everything
 * adds up, 1 when something differs, 2 when it could not be looked at.
 */
async function main(): Promise<void> {
  if (asksHow(process.argv)) return void process.stdout.write(`${reconcileUsage}\n`);
  const { platform, json } = readOptions(process.argv.slice(2));
  const report = await onPlatform(process.env, platform, ({ mongodbUri, namespace, broker }) =>
    reconcile({ mongodbUri, namespace, amqpUrl: broker?.url }),
  );
  const lines = json ? [JSON.stringify(report)] : describeReport(report);
  process.stdout.write(`${lines.join('\n')}\n`);
  process.exitCode = report.differences.length === 0 ? 0 : 1;
}

try {
  await main();
} catch (error) {
  const text = error instanceof InfrastructureUnavailable ? `${error.message}\n${error.remedy}` : String(error);
  process.stderr.write(`\n${text}\n`);
  process.exitCode = 2;
}
process.exit();
