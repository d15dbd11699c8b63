import { OrdergraphError } from '@ordergraph/messaging';
import type { RunningService, ServiceDefinition } from './definition.js';
import { startService } from './start-service.js';

/** The body of a service's `main.ts`: starts it with the process's environment and stops it on SIGTERM and SIGINT. */
export function runService<Configuration>(definition: ServiceDefinition<Configuration>): Promise<void> {
  return runProcess(() => startService(definition, { environment: process.env }));
}

/**
 * Runs anything that starts and stops as a process. SIGTERM and SIGINT drain it and exit with 0, a second one exits at once with
 * 1. A start that fails prints one message and exits with 1; so does whatever nobody caught, since the state is unknown
 * then and a restart finds everything durable again.
 */
export async function runProcess(start: () => Promise<Pick<RunningService, 'stop'>>): Promise<void> {
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
  try {
    const running = await start();
    let stopping = false;
    const stop = (): void => {
      if (stopping) process.exit(1);
      stopping = true;
      running.stop().then(() => process.exit(0), fail);
    };
    process.on('SIGTERM', stop);
    process.on('SIGINT', stop);
  } catch (error) {
    fail(error);
  }
}

/** Typed errors say what to do; of others the stack is all there is. */
function fail(error: unknown): void {
  const text = error instanceof OrdergraphError ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`${text ?? 'unknown failure'}\n`);
  process.exit(1);
}
