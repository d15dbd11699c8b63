import { asksHow, InfrastructureUnavailable } from '@ordergraph/infrastructure';

export const print = (line: string): void => void process.stdout.write(`${line}\n`);

/**
 * Whoever read the output may go away (`| head`, a closed terminal): what nobody can be shown is dropped. Unheard, the error
 * of a write would be reported by another write, and that one's error likewise.
 */
export function surviveClosedOutput(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
}

/** Ends a command with one line and the remedy, status 1; only what nobody foresaw comes with its stack. */
export function reportFailure(error: unknown): void {
  process.exitCode = 1;
  process.stderr.write(`\n${describe(error)}\n`);
}

function describe(error: unknown): string {
  if (error instanceof InfrastructureUnavailable) return `${error.message}\n${error.remedy}`;
  if (!(error instanceof Error)) return String(error);
  // Errors with a code of ours explain themselves (a configuration, a composition, a command line).
  return 'code' in error ? error.message : (error.stack ?? error.message);
}

/** Runs a command that ends by itself; with `--help` it prints its `usage` instead, if it has one. */
export async function runCommand(command: () => Promise<void>, usage?: string): Promise<void> {
  try {
    if (usage !== undefined && asksHow(process.argv)) print(usage);
    else await command();
  } catch (error) {
    reportFailure(error);
  }
  // A library's forgotten timer must not keep a finished command on the terminal.
  process.exit();
}
