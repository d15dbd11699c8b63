import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline/promises';

const script = path.resolve(import.meta.dirname, '../../clients/example-web/build.mjs');

export interface ServedPage {
  readonly url: string;
  stop(): void;
}

/** The example as `npm run example` serves it, on a port of its own. */
export async function servePage(graph: string): Promise<ServedPage> {
  const server = spawn(process.execPath, [script, '--serve', '0'], {
    env: { ...process.env, GRAPH: graph },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: server.stdout });
  const [url = ''] = await new Promise<string[]>((resolve, reject) => {
    lines.once('line', (line) => resolve([line]));
    server.once('exit', (code) => reject(new Error(`the server of the page ended with ${code}`)));
  });
  return { url, stop: () => server.kill() };
}
