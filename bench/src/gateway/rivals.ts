import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** Gateways of others, each a program of its own in `bench/rivals` with its own dependencies. */
export const rivals = { 'mercurius-jit': '../../rivals/mercurius.mjs', hive: '../../rivals/hive.mjs' } as const;

export type Rival = keyof typeof rivals;

/** They are some 90 MB that nobody else needs: they come when they are first measured. */
export async function installRivals(): Promise<void> {
  const directory = fileURLToPath(new URL('../../rivals/', import.meta.url));
  if (existsSync(`${directory}node_modules`)) return;
  process.stdout.write('installing the other gateways (about half a minute)…\n');
  await promisify(execFile)('npm', ['ci', '--no-audit', '--no-fund'], { cwd: directory });
}
