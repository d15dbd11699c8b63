import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts CPU time of processes in hundredths of a second. */
const tickMilliseconds = 10;

/** CPU milliseconds that these processes have used so far; undefined where the system does not tell. */
export function cpuMilliseconds(pids: readonly number[]): number | undefined {
  try {
    return pids.reduce((sum, pid) => sum + cpuTicks(pid), 0) * tickMilliseconds;
  } catch {
    return undefined;
  }
}

/** Processes by the name of their program, as the kernel shortens it to 15 characters. */
export function processesNamed(name: string): number[] {
  try {
    return readdirSync('/proc')
      .filter((entry) => /^\d+$/.test(entry))
      .filter((pid) => nameOf(pid) === name)
      .map(Number);
  } catch {
    return [];
  }
}

function nameOf(pid: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
  } catch {
    return undefined; // it ended meanwhile
  }
}

function cpuTicks(pid: number): number {
  // The second field is the command in parentheses and may hold spaces: fields are counted after it.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  const [user, system] = [fields[11], fields[12]];
  return Number(user) + Number(system);
}
