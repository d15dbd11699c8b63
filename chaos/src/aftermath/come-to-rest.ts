import { setTimeout as delay } from 'node:timers/promises';
import { isTerminal } from '../checkers/checker.js';
import type { Followers } from '../watching/followers.js';
import type { Passer } from '../history/history.js';
import type { Databases } from './databases.js';

export interface RestOptions {
  readonly databases: Databases;
  readonly followers: Followers;
  /** Persons who are to be forgotten. */
  readonly passers: readonly Passer[];
  /** Redrives what became a dead letter late. @returns how many */
  readonly redriveLate: () => Promise<number>;
  /** The patience. */
  readonly signal: AbortSignal;
  readonly report: (line: string) => void;
}

/**
 * Waits until every order has ended, every message has left, every watcher has seen the end, every view is rebuilt and whoever
 * asked for it is forgotten; or until the patience ends, and then whatever is still under way is for the checkers to judge.
 */
export async function comeToRest(options: RestOptions): Promise<void> {
  const { databases, followers, signal, report } = options;
  let last = '';
  while (!signal.aborted) {
    const unrest = await look(options);
    const left = Object.entries(unrest).filter(([, count]) => count > 0);
    if (left.length === 0 && (await isRedriven(options))) return;
    const now = `waiting for ${left.map(([what, count]) => `${count} ${what}`).join(', ') || 'late dead letters'}`;
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

/** Whether there was nothing left to redrive. */
const isRedriven = ({ redriveLate }: RestOptions): Promise<boolean> =>
  redriveLate().then(
    (count) => count === 0,
    () => false,
  );

/** What is still under way. */
async function look({ databases, followers, passers }: RestOptions): Promise<Readonly<Record<string, number>>> {
  const orders = await databases.orders();
  const behind = followers.behind(orders);
  for (const follower of behind) follower.lookAgain();
  return {
    'open orders': orders.filter(({ status }) => !isTerminal(status)).length,
    'unpublished commits': await databases.unpublished(),
    'watchers behind': behind.length,
    'views being rebuilt': (await databases.rebuilding()).length,
    'persons not forgotten': (await databases.remembered(passers.map(({ id }) => id))).length,
  };
}
