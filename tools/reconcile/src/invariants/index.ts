import type { Invariant } from '../invariant.js';
import { moneyAddsUp } from './money-adds-up.js';
import { noDeadLetters } from './no-dead-letters.js';
import { nothingBelongsToNobody } from './nothing-belongs-to-nobody.js';
import { ordersEnd } from './orders-end.js';
import { ordersHoldTheirStock } from './orders-hold-their-stock.js';
import { outboxEmpties } from './outbox-empties.js';
import { providerAgrees } from './provider-agrees.js';
import { stockAddsUp } from './stock-adds-up.js';
import { stockIsAccountedFor } from './stock-is-accounted-for.js';
import { streamsAreContiguous } from './streams-are-contiguous.js';
import { viewsShowTheirStreams } from './views-show-their-streams.js';

export const invariants: readonly Invariant[] = [
  streamsAreContiguous,
  ordersEnd,
  moneyAddsUp,
  providerAgrees,
  stockAddsUp,
  stockIsAccountedFor,
  ordersHoldTheirStock,
  nothingBelongsToNobody,
  outboxEmpties,
  viewsShowTheirStreams,
  noDeadLetters,
];
