/** Starts a gateway with what the parent process sends and tells it the address; ends with the parent. */
export async function serveUntilParentEnds(start) {
  process.on('disconnect', () => process.exit(0));
  const [shop] = await new Promise((resolve) => process.once('message', (...args) => resolve(args)));
  process.send(await start(shop));
}
