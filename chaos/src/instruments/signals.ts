/** Stops a process where it stands (SIGSTOP): its connections stay open and nothing answers. No error when it is gone. */
export function pause(pid: number): void {
  signal(pid, 'SIGSTOP');
}

/** Lets a paused process go on (SIGCONT). No error when it is gone. */
export function resume(pid: number): void {
  signal(pid, 'SIGCONT');
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
