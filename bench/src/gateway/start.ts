import { type ChildProcess, fork, type Serializable } from 'node:child_process';
import { once } from 'node:events';

/** A process that has told what is to know of it. */
export interface Started {
  readonly message: unknown;
  readonly pid: number;
  readonly child: ChildProcess;
}

/** Starts a module, by its path from here, in a process that ends with this one. */
export async function start(
  module: string,
  args: string[],
  processes: ChildProcess[],
  given?: Serializable,
): Promise<Started> {
  const child = fork(new URL(module, import.meta.url), args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  processes.push(child);
  if (given !== undefined) child.send(given);
  const [message] = await Promise.race([
    once(child, 'message') as Promise<unknown[]>,
    once(child, 'exit').then(() => Promise.reject(new Error(`${module} ${args[0] ?? ''} did not start`))),
  ]);
  return { message, pid: child.pid ?? 0, child };
}
