import { type Seen, type Watch, watchedOrders } from '../history/watches.js';
import { type Checker, duplicated, lost, type RunRecord, type Violation } from './checker.js';

/** P3: over all its connections a watcher sees every version once and in order, up to the last. */
export const watchersMissNothing: Checker = {
  name: 'watchers miss nothing',
  promise: 'P3',
  check(run) {
    const { watches } = run.history;
    return {
      count: watches.reduce((count, { seen }) => count + seen.length, 0),
      violations: watches.flatMap((watch) => ordersOf(watch, run).flatMap((expected) => missed(watch, expected))),
    };
  },
};

/** The versions of one order that a watcher owes: those after `after`, up to `last`. */
interface Expected {
  readonly orderId: string;
  readonly after: number | undefined;
  readonly last: number;
}

function ordersOf(watch: Watch, { aftermath }: RunRecord): Expected[] {
  const { orderId, after, olderOrders } = watch;
  return watchedOrders(watch, aftermath.orders).map(({ id, version }) => ({
    orderId: id,
    last: version,
    after: orderId === undefined && !olderOrders.includes(id) ? 0 : after,
  }));
}

function missed({ watcher, seen }: Watch, { orderId, after, last }: Expected): Violation[] {
  const ofOrder = seen.filter((each) => each.orderId === orderId);
  const name = `${watcher} of ${orderId}`;
  const violations: Violation[] = [];
  let newest = after ?? (ofOrder[0]?.version ?? 1) - 1;
  for (const { version, connection } of ofOrder) {
    if (version <= newest) violations.push(again(ofOrder, name, version, connection));
    if (version > newest + 1) violations.push(lost(name, `${range(newest + 1, version - 1)} never came`));
    newest = Math.max(newest, version);
  }
  if (newest < last) violations.push(lost(name, `${range(newest + 1, last)} never came, the last there are`));
  return violations;
}

function again(seen: readonly Seen[], name: string, version: number, connection: number): Violation {
  const times = seen.filter((each) => each.version === version).length;
  return duplicated(name, `version ${version} came ${times} times or late, on connection ${connection}`);
}

const range = (from: number, to: number): string => (from === to ? `version ${from}` : `versions ${from} to ${to}`);
