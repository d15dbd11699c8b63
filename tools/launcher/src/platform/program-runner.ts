import type { ProgramEnvironment, ProgramName } from './program-environments.js';

/** One started program of the platform: a subgraph, the gateway or the payment simulator. */
export interface RunningProgram {
  name: ProgramName;
  /** Ends it in order: it stops taking work, finishes what it has, and closes. */
  stop(): Promise<void>;
  /** At once, without order. */
  kill(): void;
}

/** The two ways to run the programs: all in this process, or each in a process of its own. */
export interface ProgramRunner {
  /** Resolves when the program answers. */
  start(name: ProgramName, environment: ProgramEnvironment): Promise<RunningProgram>;
  /** Releases what the programs shared, after they were stopped. */
  close(): Promise<void>;
}
