import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { composePrices } from '../gateway/price-graph.js';
import { PriceWatchers } from '../gateway/price-watchers.js';
import { start } from '../gateway/start.js';
import { describeMachine } from '../sagas/table.js';
import { PacedRequests } from './paced-requests.js';

/**
 * `npm run bench -- reload [--rate 1000] [--streams 500] [--reloads 5] [--json]`: the supergraph changes while a gateway answers so many requests a second and
 * carries so many streams, two seconds between changes. What failed and what ended is counted.
 */
export async function benchReload(args: string[]): Promise<void> {
  const options = {
    rate: { type: 'string', default: '1000' },
    streams: { type: 'string', default: '500' },
    reloads: { type: 'string', default: '5' },
    json: { type: 'boolean', default: false },
  } as const;
  const { values } = parseArgs({ args, options });
  process.stdout.write(`${describeMachine()}\n`);
  const directory = await mkdtemp(join(tmpdir(), 'ordergraph-bench-'));
  const processes: ChildProcess[] = [];
  const watchers = new PriceWatchers();
  try {
    const prices = await start('prices-process.js', [], processes);
    const file = join(directory, 'supergraph.graphql');
    const change = async (more: string): Promise<void> => {
      await writeFile(`${file}.next`, composePrices(prices.message as Record<string, string>, more));
      await rename(`${file}.next`, file);
    };
    await change('');
    const gateway = await start('target-process.js', ['ordergraph', file], processes);
    const url = String(gateway.message);
    await watchers.grow(url, Number(values.streams));
    const requests = new PacedRequests(url, Number(values.rate));
    await requests.run(3_000); // Compiled, and not counted.
    const load = requests.run(2_000 * (Number(values.reloads) + 1));
    for (let reload = 1; reload <= Number(values.reloads); reload += 1) {
      await pause(2_000);
      await change(`extend type Query { added${reload}: Int }`);
    }
    const loaded = await load;
    const loads = await supergraphLoads(url);
    const row = { ...loaded, reloads: loads - 1, streams: watchers.size, endedStreams: watchers.ended };
    for (const [name, value] of Object.entries(row)) process.stdout.write(`${name.padEnd(24)}${value}\n`);
    if (values.json) process.stdout.write(`${JSON.stringify(row)}\n`);
    await requests.close();
  } finally {
    watchers.close();
    for (const child of processes) child.disconnect();
    await rm(directory, { recursive: true, force: true });
  }
}

async function supergraphLoads(url: string): Promise<number> {
  const text = await (await fetch(new URL('/metrics', url))).text();
  return Number(/^ordergraph_gateway_supergraph_loads_total\{outcome="loaded"\} (\d+)$/m.exec(text)?.[1]);
}
