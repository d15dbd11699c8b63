import { setTimeout as delay } from 'node:timers/promises';
import {
  startProgramProcess,
  type ProgramEnvironment,
  type ProgramName,
  type ProgramProcess,
} from '@ordergraph/launcher';
import type { Death } from '../history/history.js';

export interface ReplicaOptions {
  /** `orders-1`. */
  readonly name: string;
  readonly program: ProgramName;
  readonly environment: ProgramEnvironment;
  readonly log: string;
  readonly onDeath: (death: Omit<Death, 'at'>) => void;
}

/** How a replica runs from its next start on; what is left out is as it was at first. */
export interface Release {
  readonly environment?: ProgramEnvironment;
  /** It may end itself (a crash point): whatever ends it is the nemesis, and after that it runs as at first. */
  readonly doomed?: boolean;
}

/** As an orchestrator waits before it starts a container again. */
const restartMilliseconds = 500;

/**
 * One process of a service, kept running: whatever ends it, it is started again.
 *
 * States: starting → running → ended → starting …; stopped is final. A failed start is an end as any other.
 */
export class Replica {
  readonly name: string;
  readonly program: ProgramName;
  readonly port: number;
  readonly #options: ReplicaOptions;
  readonly #stopping = new AbortController();
  readonly #kept: Promise<void>;
  #process: ProgramProcess | undefined;
  #release: Release = {};
  #expectsEnd = false;
  #waiting: (() => void)[] = [];

  constructor(options: ReplicaOptions) {
    this.#options = options;
    this.name = options.name;
    this.program = options.program;
    this.port = Number(options.environment['PORT']);
    this.#kept = this.#keep();
  }

  /** The running process; undefined while there is none. */
  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** Whether it may end itself at any moment. */
  get doomed(): boolean {
    return this.#release.doomed ?? false;
  }

  /** Resolves when it runs. */
  async running(): Promise<void> {
    while (!this.#process && !this.#stopping.signal.aborted) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  /** `kill -9`; it is started again. */
  kill(): void {
    if (!this.#process) return;
    this.#expectsEnd = true;
    this.#process.kill();
  }

  /** Ends it in order, and resolves when it runs again as this release. */
  async replace(release: Release): Promise<void> {
    await this.running();
    this.#release = release;
    this.#expectsEnd = true;
    const former = this.#process;
    await former?.stop();
    while (this.#process === former && !this.#stopping.signal.aborted) await delay(20);
    await this.running();
  }

  /** As `replace`, without order. */
  async restartAs(release: Release): Promise<void> {
    this.#release = release;
    this.kill();
    await this.#process?.ended;
  }

  async stop(): Promise<void> {
    this.#expectsEnd = true;
    this.#stopping.abort();
    await this.#process?.stop();
    await this.#kept;
  }

  async #keep(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      await this.#runOnce();
      await delay(restartMilliseconds, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
    }
    this.#announce();
  }

  async #runOnce(): Promise<void> {
    const release = this.#release;
    this.#expectsEnd = release.doomed ?? false;
    try {
      const process = await this.#start(release);
      this.#process = process;
      this.#announce();
      if (this.#stopping.signal.aborted) await process.stop();
      this.#died(await process.ended, false);
    } catch (error) {
      this.#died(error instanceof Error ? error.message : String(error), true);
    }
    this.#process = undefined;
    if (release.doomed && this.#release === release) this.#release = {};
  }

  #start({ environment }: Release): Promise<ProgramProcess> {
    const { program, log, environment: own } = this.#options;
    return startProgramProcess(program, { ...own, ...environment }, { log });
  }

  #died(how: string, whileStarting: boolean): void {
    if (this.#stopping.signal.aborted) return;
    this.#options.onDeath({ replica: this.name, how, by: this.#expectsEnd ? 'nemesis' : 'itself', whileStarting });
  }

  #announce(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}
