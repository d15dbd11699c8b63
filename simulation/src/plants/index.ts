import { acknowledgeBeforeCommit } from './acknowledge-before-commit.js';
import { answerNotSentAgain } from './answer-not-sent-again.js';
import { compensationSwallowed } from './compensation-swallowed.js';
import { conflictTakenForSuccess } from './conflict-taken-for-success.js';
import { deadLetterAtOnce } from './dead-letter-at-once.js';
import { inboxOff } from './inbox-off.js';
import { missingTombstone } from './missing-tombstone.js';
import { nobodyWakes } from './nobody-wakes.js';
import { outboxNotSwept } from './outbox-not-swept.js';
import type { Plant } from './plant.js';
import { providerKeyNotReused } from './provider-key-not-reused.js';
import { reissueWithNewId } from './reissue-with-new-id.js';
import { secretsKept } from './secrets-kept.js';
import { stockReadOutside } from './stock-read-outside.js';

export type { Plant } from './plant.js';

/** Bugs that the simulation must find. */
export const plants: readonly Plant[] = [
  acknowledgeBeforeCommit,
  answerNotSentAgain,
  compensationSwallowed,
  conflictTakenForSuccess,
  deadLetterAtOnce,
  inboxOff,
  missingTombstone,
  nobodyWakes,
  outboxNotSwept,
  providerKeyNotReused,
  reissueWithNewId,
  secretsKept,
  stockReadOutside,
];
