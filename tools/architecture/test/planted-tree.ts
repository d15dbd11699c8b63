import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const repository = path.resolve(import.meta.dirname, '../../..');
const run = promisify(execFile);

/** Files by path; what they hold is what they import. */
export type PlantedFiles = Readonly<Record<string, string>>;

export interface Violation {
  readonly rule: string;
  readonly from: string;
}

/** Packages with an entry point of their own in the planted tree: real names and real `exports`. */
const packages = [
  'shared/events',
  'shared/messaging',
  'shared/service',
  'shared/testing',
  'gateway',
  'subgraphs/orders',
  'subgraphs/payments',
  'tools/infrastructure',
];

/** Lays out a small repository with these files in a temporary directory, and cruises it with the real rules. */
export async function cruise(files: PlantedFiles): Promise<Violation[]> {
  const root = await mkdtemp(path.join(tmpdir(), 'architecture-'));
  try {
    await layOut(root, files);
    return await violationsIn(root);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

async function layOut(root: string, files: PlantedFiles): Promise<void> {
  await mkdir(path.join(root, 'node_modules/@ordergraph'), { recursive: true });
  await writeFile(path.join(root, 'package.json'), '{ "type": "module" }');
  for (const name of packages) {
    await write(root, `${name}/src/index.ts`, 'export {};');
    await cp(path.join(repository, name, 'package.json'), path.join(root, name, 'package.json'));
    await symlink(path.join(root, name), path.join(root, 'node_modules/@ordergraph', path.basename(name)));
  }
  for (const name of ['zod', 'amqplib', 'undeclared']) {
    await write(root, `node_modules/${name}/package.json`, JSON.stringify({ name, main: 'index.js' }));
    await write(root, `node_modules/${name}/index.js`, '');
  }
  for (const [file, text] of Object.entries(files)) await write(root, file, text);
}

async function write(root: string, file: string, text: string): Promise<void> {
  await mkdir(path.dirname(path.join(root, file)), { recursive: true });
  await writeFile(path.join(root, file), text);
}

interface Report {
  readonly summary: { readonly violations: readonly { rule: { name: string }; from: string }[] };
}

async function violationsIn(root: string): Promise<Violation[]> {
  const program = path.join(repository, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const rules = path.join(repository, '.dependency-cruiser.cjs');
  const cruised = ['shared', 'gateway', 'subgraphs', 'clients', 'tools'];
  const { stdout } = await run(process.execPath, [program, '--config', rules, '--output-type', 'json', ...cruised], {
    cwd: root,
    maxBuffer: 64 * 1024 * 1024,
  });
  const report = JSON.parse(stdout) as Report;
  return report.summary.violations.map(({ rule, from }) => ({ rule: rule.name, from }));
}
