/**
 * Resolves when every process has done what it can without anything new happening: Node runs its ticks when no promise is
 * left to continue. Far cheaper than a turn of the event loop.
 */
export const quiet = (): Promise<void> => new Promise((resolve) => process.nextTick(resolve));
