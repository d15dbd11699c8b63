const { execFileSync } = require('node:child_process');
const { join } = require('node:path');

/**
 * One MongoDB and one broker for all suites of a run that need them; unit suites alone start nothing. Jest runs this file
 * untransformed, so it uses the compiled package, built here in case jest was called directly.
 */
module.exports = async function startInfrastructure() {
  const root = join(__dirname, '..');
  const compiler = require.resolve('typescript/bin/tsc');
  execFileSync(process.execPath, [compiler, '-b', 'tools/infrastructure'], { cwd: root, stdio: 'inherit' });
  const { startTestRun } = await import('@ordergraph/infrastructure');
  const report = (line) => process.stderr.write(`${line}\n`);
  const run = await startTestRun({ environment: process.env, report });
  Object.assign(process.env, run.environment);
  globalThis.ordergraphTestRun = run;
  // Jest itself ends at once on a signal, without its teardown. A signal may come twice: to the group, and passed on by npm.
  let stopping;
  for (const [signal, status] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ]) {
    process.on(signal, () => (stopping ??= run.stop().finally(() => process.exit(status))));
  }
};
