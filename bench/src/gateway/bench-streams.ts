import type { ChildProcess } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { cpuMilliseconds } from '../platform/cpu-time.js';
import { composePrices } from './price-graph.js';
import { PriceWatchers } from './price-watchers.js';
import { start } from './start.js';

export interface StreamsRow {
  readonly watchers: number;
  /** Payloads that reached watchers. */
  readonly deliveriesPerSecond: number;
  readonly cpuMicrosecondsPerDelivery: number | null;
}

export interface StreamsOptions {
  /** For the supergraph. */
  readonly file: string;
  readonly processes: ChildProcess[];
  readonly seconds: number;
}

const LEVELS = [1, 100, 1_000];

/**
 * One stream with 1, 100 and 1,000 watchers, each on a socket of its own: the next event comes when all have the last one. Every event is
 * completed by a second subgraph.
 */
export async function benchStreams({ file, processes, seconds }: StreamsOptions): Promise<StreamsRow[]> {
  const prices = await start('prices-process.js', [], processes);
  await writeFile(file, composePrices(prices.message as Record<string, string>));
  const gateway = await start('target-process.js', ['ordergraph', file], processes);
  const watchers = new PriceWatchers();
  const rows: StreamsRow[] = [];
  try {
    for (const level of LEVELS) {
      await watchers.grow(String(gateway.message), level);
      await firstEvent(watchers, prices.child);
      rows.push(await measure(watchers, { prices: prices.child, gateway: gateway.pid, seconds }));
    }
  } finally {
    watchers.close();
  }
  return rows;
}

/** A watcher that has just subscribed may miss events: until all have had one, more are sent. */
async function firstEvent(watchers: PriceWatchers, prices: ChildProcess): Promise<void> {
  const all = watchers.reached(1);
  let isReached = false;
  void all.then(() => (isReached = true));
  while (!isReached) {
    prices.send('next');
    await pause(100);
  }
}

async function measure(
  watchers: PriceWatchers,
  { prices, gateway, seconds }: { prices: ChildProcess; gateway: number; seconds: number },
): Promise<StreamsRow> {
  await pause(500); // What firstEvent sent too much of arrives.
  await watchers.reached(0);
  const before = cpuMilliseconds([gateway]);
  const began = performance.now();
  const deadline = began + seconds * 1_000;
  let events = 0;
  while (performance.now() < deadline) {
    events += 1;
    prices.send('next');
    await watchers.reached(events);
  }
  const elapsed = (performance.now() - began) / 1_000;
  const after = cpuMilliseconds([gateway]);
  const deliveries = events * watchers.size;
  return {
    watchers: watchers.size,
    deliveriesPerSecond: Math.round(deliveries / elapsed),
    cpuMicrosecondsPerDelivery:
      before === undefined || after === undefined ? null : Math.round(((after - before) * 1_000) / deliveries),
  };
}
