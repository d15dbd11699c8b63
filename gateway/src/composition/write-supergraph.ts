import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Writes a supergraph so that a gateway watching `file` never reads half of it. */
export async function writeSupergraph(file: string, sdl: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const draft = `${file}.${String(process.pid)}.tmp`;
  await writeFile(draft, sdl);
  await rename(draft, file);
}
