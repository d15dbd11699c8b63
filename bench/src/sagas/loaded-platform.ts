import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePlatformPort, spawnPlatform, type SpawnedPlatform } from '@ordergraph/launcher';
import { percentile } from '../percentile.js';
import { cpuMilliseconds, processesNamed } from '../platform/cpu-time.js';
import { durableWriteP50 } from '../platform/durable-write.js';
import { workDone, workEach } from '../platform/work-done.js';
import { closedLoop, Ends } from './closed-loop.js';
import type { SagaRow, Variant } from './saga-row.js';
import { Shop } from './shop.js';

export interface LoadedPlatformOptions {
  readonly broker: string;
  /** A module to load before the platform, by its URL. */
  readonly loadFirst?: string | undefined;
}

/** The platform in a process of its own, on data of its own, and a shop that loads it. */
export class LoadedPlatform {
  readonly #options: LoadedPlatformOptions;
  readonly #dataDirectory: string;
  #ends = new Ends();
  #shop: Shop | undefined;
  #platform: SpawnedPlatform | undefined;

  private constructor(options: LoadedPlatformOptions, dataDirectory: string) {
    this.#options = options;
    this.#dataDirectory = dataDirectory;
  }

  static async open(options: LoadedPlatformOptions): Promise<LoadedPlatform> {
    const opened = new LoadedPlatform(options, await mkdtemp(join(tmpdir(), 'ordergraph-bench-')));
    await opened.#start();
    return opened;
  }

  get platform(): SpawnedPlatform {
    if (!this.#platform) throw new Error('the platform was stopped');
    return this.#platform;
  }

  /** So many orders in flight for so many seconds. */
  async load(inFlight: number, seconds: number): ReturnType<typeof closedLoop> {
    if (!this.#shop) throw new Error('the platform was stopped');
    return closedLoop(this.#shop, this.#ends, { inFlight, seconds });
  }

  /** As `load`, with what it cost. */
  async measure(variant: Variant, inFlight: number, seconds: number): Promise<SagaRow> {
    const { platform } = this;
    const processes = processesOf(platform);
    const writeP50 = await durableWriteP50(platform);
    const workBefore = await workDone(platform);
    const before = Object.entries(processes).map(([name, pids]) => [name, pids, cpuMilliseconds(pids)] as const);
    const { seconds: lasted, place, saga } = await this.load(inFlight, seconds);
    const workAfter = await workDone(platform);
    const perSaga = before.map(([name, pids, used]) => {
      const total = cpuMilliseconds(pids);
      const known = used !== undefined && total !== undefined && saga.length > 0 && pids.length > 0;
      return [name, known ? Math.round(((total - used) / saga.length) * 10) / 10 : null] as const;
    });
    return {
      variant,
      broker: platform.broker,
      inFlight,
      sagasPerSecond: Math.round((saga.length / lasted) * 10) / 10,
      placeP50: percentile(place, 0.5),
      placeP99: percentile(place, 0.99),
      sagaP50: percentile(saga, 0.5),
      sagaP99: percentile(saga, 0.99),
      cpuMillisecondsPerSaga: Object.fromEntries(perSaga),
      durableWriteP50: writeP50,
      workPerSaga: workEach(workBefore, workAfter, Math.max(1, saga.length)),
    };
  }

  /** Ends it in order and starts it again on its data. */
  async restart(): Promise<void> {
    await this.#stop();
    await this.#start();
  }

  async close(): Promise<void> {
    await this.#stop();
    await rm(this.#dataDirectory, { recursive: true, force: true });
  }

  async #start(): Promise<void> {
    const { broker, loadFirst } = this.#options;
    this.#platform = await spawnPlatform({
      dataDirectory: this.#dataDirectory,
      port: await freePlatformPort(),
      environment: environmentOf(broker),
      loadFirst,
    });
    if (this.#platform.broker !== broker) {
      process.stdout.write(`(no ${broker} to be had: ${this.#platform.broker} instead)\n`);
    }
    this.#ends = new Ends();
    this.#shop = await Shop.open(this.#platform, this.#ends.heard);
  }

  async #stop(): Promise<void> {
    await this.#shop?.close();
    await this.#platform?.stop();
    this.#shop = undefined;
    this.#platform = undefined;
  }
}

/** Everything that works for a platform, by the name of its program. */
export const processesOf = (platform: SpawnedPlatform): Record<string, number[]> => ({
  node: [platform.pid],
  mongod: platform.mongoPid === undefined ? processesNamed('mongod') : [platform.mongoPid],
  ...(platform.broker === 'rabbitmq' && { rabbitmq: processesNamed('beam.smp') }),
});

/** Limits that protect a shop from a single client are lifted: here one client is all customers. */
export const environmentOf = (broker: string): Record<string, string> => ({
  ...(broker === 'embedded' && { BROKER: 'embedded' }),
  NODE_ENV: 'development',
  LOG_LEVEL: 'warn',
  RATE_PER_PRINCIPAL: '100000',
  RATE_PER_ADDRESS: '100000',
  STREAM_QUEUE: '100000',
});
