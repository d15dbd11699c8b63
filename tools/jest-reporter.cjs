/** Closes a run with one line that any tool can read: `N passed, N failed` (a suite that cannot start counts as failed). */
module.exports = class SummaryLine {
  onRunComplete(_contexts, results) {
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const skipped = results.numPendingTests + results.numTodoTests;
    const line = `${results.numPassedTests} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}\n`;
    process.on('exit', () => process.stdout.write(line));
  }
};
