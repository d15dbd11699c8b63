import { setTimeout as delay } from 'node:timers/promises';
import { isRunning, type ProcessIdentity } from './process-identity.js';

/** Asks the process (and its group) to end, and kills it when it has not after `patienceMilliseconds`. */
export async function stopProcess(identity: ProcessIdentity, patienceMilliseconds = 10_000): Promise<void> {
  signal(identity, 'SIGTERM');
  if (await ends(identity, patienceMilliseconds)) return;
  await killProcess(identity);
}

/** `kill -9` of the process and its group. */
export async function killProcess(identity: ProcessIdentity): Promise<void> {
  signal(identity, 'SIGKILL');
  await ends(identity, 5_000);
}

function signal(identity: ProcessIdentity, name: NodeJS.Signals): void {
  if (!isRunning(identity)) return;
  for (const target of [-identity.pid, identity.pid]) {
    try {
      process.kill(target, name);
      return;
    } catch {
      // No group of that number (the process leads none): the process alone is signalled next.
    }
  }
}

async function ends(identity: ProcessIdentity, patienceMilliseconds: number): Promise<boolean> {
  const deadline = Date.now() + patienceMilliseconds;
  while (isRunning(identity)) {
    if (Date.now() > deadline) return false;
    await delay(20);
  }
  return true;
}
