import { readFileSync } from 'node:fs';

/** Resident memory of these processes in MiB; undefined where the system does not tell. */
export function residentMebibytes(pids: readonly number[]): number | undefined {
  try {
    return Math.round(pids.reduce((sum, pid) => sum + residentKibibytes(pid), 0) / 1_024);
  } catch {
    return undefined;
  }
}

function residentKibibytes(pid: number): number {
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? Number.NaN);
}
