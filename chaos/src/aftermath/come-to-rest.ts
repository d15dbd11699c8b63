import { setTimeout as delay } from 'node:timers/promises';
import { isTerminal } from '../checkers/checker.js';
import type { Followers } from '../watching/followers.js';
import type { Databases } from './databases.js';

export interface RestOptions {
  readonly databases: Databases;
  readonly followers: Followers;
  /** The patience. */
  readonly signal: AbortSignal;
  readonly report: (line: string) => void;
}

/** What is still under way. */
interface Unrest {
  readonly open: number;
  readonly unpublished: number;
  readonly behind: number;
}

/**
 * Waits until every order has ended, every message has left and every watcher has seen the end; or until the patience ends,
 * and then whatever is still under way is for the checkers to judge.
 */
export async function comeToRest({ databases, followers, signal, report }: RestOptions): Promise<void> {
  let last = '';
  while (!signal.aborted) {
    const { open, unpublished, behind } = await look(databases, followers);
    if (open + unpublished + behind === 0) return;
    const now = `waiting for ${open} orders, ${unpublished} unpublished commits, ${behind} watchers`;
    if (now !== last) report(now);
    last = now;
    await delay(1_000, undefined, { signal }).catch(() => undefined);
  }
  report('the patience ended before everything came to rest');
  for (const { watch } of followers.behind(await databases.orders())) {
    const { watcher, orderId = 'all of its customer', gateway = '', connections, lastEnd = 'nothing' } = watch;
    report(`behind: ${watcher} (${orderId}), connection ${connections} to ${gateway}; the last ended with: ${lastEnd}`);
  }
}

async function look(databases: Databases, followers: Followers): Promise<Unrest> {
  const orders = await databases.orders();
  const behind = followers.behind(orders);
  for (const follower of behind) follower.lookAgain();
  return {
    open: orders.filter(({ status }) => !isTerminal(status)).length,
    unpublished: await databases.unpublished(),
    behind: behind.length,
  };
}
