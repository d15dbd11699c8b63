import { awaitSeed } from '../demo/await-seed.js';
import { runScenario } from '../demo/run-scenario.js';
import type { ScenarioResult, Stage } from '../demo/scenario.js';
import { scenarios } from '../demo/scenarios.js';
import { welcome } from '../demo/welcome.js';
import type { Platform } from '../platform/start-platform.js';
import { commandOptions } from './command-options.js';
import { runPlatformCommand } from './platform-command.js';
import { print, reportFailure } from './run-command.js';

/** `npm run demo [-- --exit] [--json] [--processes]`: the platform, four orders on it, and then as `npm start`. */
async function main(): Promise<void> {
  const { exit, json, processes } = commandOptions('npm run demo', {
    exit: 'end when the orders have ended, with status 0 when each ended as it must',
    json: 'print a summary as the last line, for programs',
    processes: 'each service in a process of its own',
  });
  await runPlatformCommand({
    processes,
    async run(platform) {
      const results = await runScenarios(platform);
      const ok = results.every(({ problems }) => problems.length === 0);
      print(`\n${ok ? 'All four orders ended as they must.' : 'Not every order ended as it must.'}`);
      const summary = json ? toJson(ok, results, platform) : undefined;
      if (exit) {
        // The last line, also after the platform has stopped.
        if (summary !== undefined) process.once('exit', () => print(summary));
        return ok ? 0 : 1;
      }
      print(await welcome(platform));
      if (summary !== undefined) print(summary);
      return undefined;
    },
  });
}

async function runScenarios({ graphqlUrl, websocketUrl }: Platform): Promise<ScenarioResult[]> {
  const stage: Stage = { graphqlUrl, websocketUrl, print, ...(await awaitSeed(graphqlUrl)) };
  const results: ScenarioResult[] = [];
  for (const scenario of scenarios) results.push(await runScenario(scenario, stage));
  return results;
}

function toJson(ok: boolean, results: readonly ScenarioResult[], { infrastructure }: Platform): string {
  return JSON.stringify({
    ok,
    mongodb: infrastructure.mongo.reason,
    broker: infrastructure.broker.kind,
    scenarios: results.map(({ name, orderId, status, reason, versions, milliseconds }) => ({
      name,
      orderId,
      status,
      reason: reason ?? null,
      versions,
      milliseconds,
    })),
  });
}

main().catch(reportFailure);
