import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../../..');
const modules = join(root, 'node_modules');

/** A folder outside of the workspace in which a package is installed from what `npm pack` makes of it. */
export interface Installation {
  readonly folder: string;
  /** Of an installed package: where it is. */
  packageFolder(name: string): string;
  /** Compiles the files, written into the folder, with the types that the installed packages bring; rejects with what the compiler says. */
  typecheck(files: Readonly<Record<string, string>>): Promise<void>;
  /** Removes the folder and the tarballs. */
  remove(): Promise<void>;
}

/**
 * Packs and installs a package by the shell blocks below "Install" in its README: the first, without `npm ci`, here in the workspace, the
 * second in the new folder. They name `/tmp`, in place of which a temporary folder is taken. Third parties come from npm's cache or registry.
 */
export async function installElsewhere(readme: string): Promise<Installation> {
  const [pack, install] = await installBlocks(join(root, readme));
  const temporary = await mkdtemp(join(tmpdir(), 'ordergraph-installed-'));
  const folder = join(temporary, 'app');
  await mkdir(folder);
  const shell = (block: string, cwd: string) => run('sh', ['-ec', block.replaceAll('/tmp', temporary)], { cwd, env });
  const remove = () => rm(temporary, { recursive: true, force: true });
  try {
    await shell(pack.replace(/^npm ci$/m, ''), root);
    await shell(install, folder);
  } catch (error) {
    await remove();
    throw error;
  }
  return {
    folder,
    packageFolder: (name) => join(folder, 'node_modules', name),
    typecheck: (files) => typecheck(folder, files),
    remove,
  };
}

const env = { ...process.env, npm_config_prefer_offline: 'true', npm_config_audit: 'false', npm_config_fund: 'false' };

async function installBlocks(readme: string): Promise<[pack: string, install: string]> {
  const [, section = ''] = /^## Install\n(.*?)^## /ms.exec(await readFile(readme, 'utf8')) ?? [];
  const [pack = '', install = ''] = [...section.matchAll(/^```sh\n(?<block>.*?)^```/gms)].map(
    ({ groups }) => groups?.['block'] ?? '',
  );
  if (install === '') throw new Error(`${readme} does not say how to install the package.`);
  return [pack, install];
}

async function typecheck(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  const names = Object.keys(files);
  await Promise.all(names.map((name) => writeFile(join(folder, name), files[name] ?? '')));
  const types = ['--typeRoots', join(modules, '@types'), '--types', 'node', '--skipLibCheck'];
  const settings = ['--noEmit', '--strict', '--target', 'es2023', '--module', 'nodenext', ...types];
  const compiler = join(modules, 'typescript/bin/tsc');
  await run(process.execPath, [compiler, ...settings, ...names], { cwd: folder }).catch((error: unknown) => {
    throw new Error((error as { stdout?: string }).stdout ?? String(error), { cause: error });
  });
}
