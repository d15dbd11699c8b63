import { acceptedOrdersEnd } from './accepted-orders-end.js';
import { cancellationsHold } from './cancellations-hold.js';
import { chargedOnce } from './charged-once.js';
import type { Checker } from './checker.js';
import { everythingAddsUp } from './everything-adds-up.js';
import { listsShowWhatWasPlaced } from './lists-show-what-was-placed.js';
import { nothingFallsOver } from './nothing-falls-over.js';
import { oneOrderPerKey } from './one-order-per-key.js';
import { onlyPoisonDies } from './only-poison-dies.js';
import { stockMovesOnce } from './stock-moves-once.js';
import { theForgottenStayForgotten } from './the-forgotten-stay-forgotten.js';
import { viewsRebuilt } from './views-rebuilt.js';
import { watchersAgree } from './watchers-agree.js';
import { watchersMissNothing } from './watchers-miss-nothing.js';

export const checkers: readonly Checker[] = [
  acceptedOrdersEnd,
  listsShowWhatWasPlaced,
  cancellationsHold,
  onlyPoisonDies,
  nothingFallsOver,
  oneOrderPerKey,
  chargedOnce,
  stockMovesOnce,
  watchersMissNothing,
  watchersAgree,
  viewsRebuilt,
  theForgottenStayForgotten,
  everythingAddsUp,
];
