/**
 * Waits for all that are being started. When one does not start, those that do are stopped: whoever asked for all of them has no
 * handle to stop any.
 *
 * @throws the reason of the first that does not start, after the others are stopped
 */
export async function allOrNone<T extends { stop(): Promise<void> }>(starting: readonly Promise<T>[]): Promise<T[]> {
  try {
    return await Promise.all(starting);
  } catch (error) {
    const outcomes = await Promise.allSettled(starting);
    const started = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
    await Promise.allSettled(started.map((each) => each.stop()));
    throw error;
  }
}
