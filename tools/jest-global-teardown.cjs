/** Stops what jest-global-setup.cjs started. */
module.exports = async function stopInfrastructure() {
  await globalThis.ordergraphTestRun?.stop();
};
