import type { Wish } from '../customers/customers.js';
import type { World } from '../world/world.js';
import type { Invariant } from './aftermath.js';
import { cancellationsHold } from './cancellations-hold.js';
import { keysMakeOneOrder } from './keys-make-one-order.js';
import { moneyAddsUp } from './money-adds-up.js';
import { noDeadLetters, outboxIsEmpty, secretsAreBlanked, viewsShowTheirStreams } from './nothing-is-left.js';
import { ordersEnd } from './orders-end.js';
import { ordersHoldTheirStock, stockAddsUp } from './stock-adds-up.js';
import { streamsAreSound } from './streams-are-sound.js';

const invariants: readonly Invariant[] = [
  ordersEnd,
  keysMakeOneOrder,
  cancellationsHold,
  stockAddsUp,
  ordersHoldTheirStock,
  moneyAddsUp,
  streamsAreSound,
  noDeadLetters,
  outboxIsEmpty,
  secretsAreBlanked,
  viewsShowTheirStreams,
];

/** Everything that does not hold after a schedule came to rest. */
export const violations = (world: World, wishes: readonly Wish[]): readonly string[] =>
  invariants.flatMap((invariant) => invariant({ world, wishes }));
