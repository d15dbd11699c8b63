import { type FSWatcher, watch } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';

import { Latest, Problems, type SourceListener, type SupergraphSource } from './source.js';

const POLL_MILLISECONDS = 2_000;

export interface FileSourceOptions extends SourceListener {
  file: string;
}

/**
 * Follows a file: a supergraph, a manifest of operations. It watches the directory, not the file: an atomic replacement (rename, or the symbolic links of a mounted
 * ConfigMap) gives the file another inode, which a watch on the file would lose. Some file systems report nothing at all, so it
 * also looks every two seconds. Resolves when the file was looked at for the first time.
 */
export async function followFile(options: FileSourceOptions): Promise<SupergraphSource> {
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

function reader({ file, onText, onProblem }: FileSourceOptions): () => Promise<void> {
  const problems = new Problems(onProblem);
  const latest = new Latest(onText);
  return async () => {
    try {
      const text = await readFile(file, 'utf8');
      // A writer that does not rename shows an empty file for a moment.
      if (text === '') return;
      latest.found(text);
      problems.over();
    } catch (error) {
      problems.met(error);
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
