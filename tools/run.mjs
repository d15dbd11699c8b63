/**
 * The front door of every root script: `node tools/run.mjs <command> [arguments]`. Plain JavaScript without dependencies,
 * since on a fresh clone nothing is installed yet. Installs when packages are missing, builds when sources changed, then
 * runs the compiled command in this process.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stamps = join(root, 'node_modules', '.ordergraph');

/** The compiled file of each command; importing it runs it. */
const commands = {
  demo: 'tools/launcher/dist/commands/demo.js',
  start: 'tools/launcher/dist/commands/start.js',
  reset: 'tools/launcher/dist/commands/reset.js',
  compose: 'gateway/dist/composition/main.js',
  artefacts: 'tools/artefacts/dist/main.js',
  example: 'clients/example-web/build.mjs',
  'dead-letters': 'tools/launcher/dist/commands/dead-letters.js',
  'rebuild-view': 'tools/launcher/dist/commands/rebuild-view.js',
  'erase-person': 'tools/launcher/dist/commands/erase-person.js',
  reconcile: 'tools/reconcile/dist/main.js',
  'after-restore': 'tools/reconcile/dist/restore/main.js',
  bench: 'bench/dist/main.js',
  chaos: 'chaos/dist/main.js',
  simulate: 'simulation/dist/main.js',
  'chaos:mutants': 'chaos/dist/mutants/main.js',
  test: undefined,
};

function fail(message, remedy) {
  process.stderr.write(`\n${message}\n${remedy}\n`);
  process.exit(1);
}

function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  fail(
    `Ordergraph needs Node 20.19 or newer; this is ${process.versions.node}.`,
    'Install a newer Node: https://nodejs.org',
  );
}

/** Runs a child on this terminal. Ctrl-C reaches the child itself; this process only waits for it to end. */
function run(command, args, options = {}) {
  const ignore = () => undefined;
  process.on('SIGINT', ignore);
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit', ...options });
    const forward = () => child.kill('SIGTERM');
    process.once('SIGTERM', forward);
    child.once('error', (error) => fail(`${command} could not be started: ${error.message}`, 'Is it installed?'));
    child.once('exit', (code, signal) => {
      process.off('SIGINT', ignore).off('SIGTERM', forward);
      resolve(code ?? (signal === 'SIGINT' ? 130 : 143));
    });
  });
}

const hash = (text) => createHash('sha256').update(text).digest('hex');
const readStamp = (name) => (existsSync(join(stamps, name)) ? readFileSync(join(stamps, name), 'utf8') : '');
const writeStamp = (name, value) => {
  mkdirSync(stamps, { recursive: true });
  writeFileSync(join(stamps, name), value);
};

async function installWhenNeeded() {
  const lockfile = join(root, 'package-lock.json');
  const wanted = hash(readFileSync(lockfile));
  if (readStamp('installed') === wanted) return;
  const installed = join(root, 'node_modules', '.package-lock.json');
  const present = existsSync(installed);
  if (!present || statSync(installed).mtimeMs < statSync(lockfile).mtimeMs) {
    process.stderr.write(
      present ? 'Packages changed: installing…\n' : 'First run: installing packages (about a minute)…\n',
    );
    // `ci` empties node_modules first: right for a fresh clone, needlessly slow for a few changed packages.
    const windows = process.platform === 'win32';
    const args = [present ? 'install' : 'ci', '--no-audit', '--no-fund', '--loglevel=error'];
    const code = await run(windows ? 'npm.cmd' : 'npm', args, { shell: windows });
    if (code !== 0)
      fail('Installing the packages failed.', 'Read what npm says above; a package registry must be reachable.');
  }
  writeStamp('installed', hash(readFileSync(lockfile)));
}

function* filesBelow(directory) {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path);
    else yield path;
  }
}

/** Changes with every source or compiler setting, and when compiled files were deleted. Reads no file's content. */
function fingerprint(projects) {
  const parts = [];
  for (const project of projects) {
    const files = [join(root, project, 'tsconfig.json'), join(root, project, 'package.json')];
    for (const file of [...files, ...filesBelow(join(root, project, 'src'))]) {
      const { mtimeMs, size } = statSync(file);
      parts.push(`${file} ${mtimeMs} ${size}`);
    }
    parts.push(`${project} ${existsSync(join(root, project, 'dist', 'index.js'))}`);
  }
  parts.push(readFileSync(join(root, 'tsconfig.json')), readFileSync(join(root, 'tsconfig.base.json')));
  return hash(parts.join('\n'));
}

async function buildWhenStale() {
  const { references } = JSON.parse(readFileSync(join(root, 'tsconfig.json'), 'utf8'));
  const projects = references.map(({ path }) => path);
  if (readStamp('built') === fingerprint(projects)) return;
  process.stderr.write(
    readStamp('built') === '' ? 'Compiling (about half a minute)…\n' : 'Sources changed: compiling…\n',
  );
  const code = await run(process.execPath, [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-b']);
  if (code !== 0) fail('The sources do not compile.', 'Correct what the compiler says above.');
  writeStamp('built', fingerprint(projects));
}

const [name = '', ...args] = process.argv.slice(2);
if (!(name in commands)) fail(`There is no command '${name}'.`, `Commands: ${Object.keys(commands).join(', ')}.`);
requireNode();
await installWhenNeeded();
await buildWhenStale();
if (name === 'test') {
  process.exitCode = await run(process.execPath, [join(root, 'node_modules', 'jest', 'bin', 'jest.js'), ...args]);
} else {
  const entry = join(root, commands[name]);
  process.argv = [process.execPath, entry, ...args];
  await import(pathToFileURL(entry).href);
}
