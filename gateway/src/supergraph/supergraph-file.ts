import { type FSWatcher, watch } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';

const POLL_MILLISECONDS = 2_000;

export interface SupergraphFile {
  stop(): void;
}

export interface SupergraphFileOptions {
  file: string;
  /** Called with the text at the start and whenever it became another one; what it throws goes to `onProblem`. */
  onText: (sdl: string) => void;
  /** Called once for each new problem: the file is missing, unreadable, or `onText` refused it. */
  onProblem: (problem: Error) => void;
}

/**
 * Follows a supergraph file. It watches the directory, not the file: an atomic replacement (rename, or the symbolic links of a mounted
 * ConfigMap) gives the file another inode, which a watch on the file would lose. Some file systems report nothing at all, so it
 * also looks every two seconds. Resolves when the file was looked at for the first time.
 */
export async function followSupergraphFile(options: SupergraphFileOptions): Promise<SupergraphFile> {
  const read = reader(options);
  await read();
  const watcher = watchDirectory(dirname(options.file), () => void read());
  const timer = setInterval(() => void read(), POLL_MILLISECONDS).unref();
  return {
    stop: () => {
      clearInterval(timer);
      watcher?.close();
    },
  };
}

function reader({ file, onText, onProblem }: SupergraphFileOptions): () => Promise<void> {
  let last: string | undefined;
  let lastProblem: string | undefined;
  return async () => {
    try {
      const text = await readFile(file, 'utf8');
      // A writer that does not rename shows an empty file for a moment.
      if (text === '' || text === last) return;
      last = text;
      onText(text);
      lastProblem = undefined;
    } catch (error) {
      const problem = error instanceof Error ? error : new Error(String(error));
      if (problem.message !== lastProblem) onProblem(problem);
      lastProblem = problem.message;
    }
  };
}

function watchDirectory(directory: string, onChange: () => void): FSWatcher | undefined {
  try {
    const watcher = watch(directory, { persistent: false }, onChange);
    watcher.on('error', () => {
      watcher.close();
    });
    return watcher;
  } catch {
    return undefined;
  }
}
