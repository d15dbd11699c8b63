const { relative } = require('node:path');

/**
 * Closes a run with one line that any tool can read: `N passed, N failed` (a suite that cannot start counts as failed).
 * A run that is told to end first names the suites that had not finished.
 */
module.exports = class SummaryLine {
  running = new Set();
  passed = 0;
  failed = 0;

  onRunStart() {
    process.once('SIGTERM', () => {
      for (const suite of this.running) process.stdout.write(`not finished: ${suite}\n`);
      this.say(this.passed, this.failed + Math.max(this.running.size, 1), 0);
    });
  }

  onTestFileStart({ path }) {
    this.running.add(relative(process.cwd(), path));
  }

  onTestFileResult({ path }, { numPassingTests, numFailingTests, testExecError }) {
    this.running.delete(relative(process.cwd(), path));
    this.passed += numPassingTests;
    this.failed += numFailingTests + (testExecError ? 1 : 0);
  }

  onRunComplete(_contexts, results) {
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    this.say(results.numPassedTests, failed, results.numPendingTests + results.numTodoTests);
  }

  /** Last of all, also after what jest itself prints. */
  say(passed, failed, skipped) {
    const line = `${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}\n`;
    process.on('exit', () => process.stdout.write(line));
  }
};
