import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { type Mutant, plant } from './mutant.js';

/** The repository once more, in which anything may be broken. */
export interface WorkingCopy {
  readonly directory: string;
  /** What tests that run in it are told beside the environment of this process. */
  readonly environment: Readonly<Record<string, string>>;
  /** With one bug in it for as long as `use` takes. @throws {MutantMisplaced} */
  withMutant<Result>(mutant: Mutant, use: () => Promise<Result>): Promise<Result>;
  remove(): Promise<void>;
}

/** Neither sources nor needed by a test: packages are linked, and tests read sources. */
const leftOut = new Set(['node_modules', 'dist', '.git', '.ordergraph']);

/** The compiled package that jest starts its servers with. */
const compiled = join('tools', 'infrastructure', 'dist');
const scope = '@ordergraph';

export async function openWorkingCopy(
  root: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<WorkingCopy> {
  const directory = await mkdtemp(join(tmpdir(), 'ordergraph-mutants-'));
  const filter = (path: string): boolean => !leftOut.has(basename(path));
  for (const name of (await readdir(root)).filter((each) => !leftOut.has(each)))
    await cp(join(root, name), join(directory, name), { recursive: true, preserveTimestamps: true, filter });
  await cp(join(root, compiled), join(directory, compiled), { recursive: true, preserveTimestamps: true });
  for (const packages of await packageDirectories(root)) await linkPackages(root, directory, packages);
  return {
    directory,
    environment,
    async withMutant(mutant, use) {
      const file = join(directory, mutant.file);
      const text = await readFile(file, 'utf8');
      await writeFile(file, plant(mutant, text));
      try {
        return await use();
      } finally {
        await writeFile(file, text);
      }
    },
    remove: () => rm(directory, { recursive: true, force: true, maxRetries: 3 }),
  };
}

/** Where npm has put packages: at the root, and where a workspace needs another version. */
async function packageDirectories(root: string): Promise<string[]> {
  const found = ['node_modules'];
  for (const path of ['shared', 'subgraphs', 'tools', '.']) {
    for (const entry of await readdir(join(root, path), { withFileTypes: true })) {
      if (!entry.isDirectory() || leftOut.has(entry.name)) continue;
      const names = await readdir(join(root, path, entry.name));
      if (names.includes('node_modules')) found.push(join(path, entry.name, 'node_modules'));
    }
  }
  return found;
}

/** Packages of others are those of the original; the project's own are those of the copy, or nothing would be broken. */
async function linkPackages(root: string, directory: string, packages: string): Promise<void> {
  await mkdir(join(directory, packages), { recursive: true });
  for (const name of await readdir(join(root, packages))) {
    const from = join(root, packages, name);
    const to = join(directory, packages, name);
    if (name === scope) await cp(from, to, { recursive: true, verbatimSymlinks: true });
    else await symlink(from, to);
  }
}
