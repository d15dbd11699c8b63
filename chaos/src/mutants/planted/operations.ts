import type { Mutant } from '../mutant.js';

const messaging = 'shared/messaging/src';

/** What operators have done while everything goes on. */
export const operationMutants: readonly Mutant[] = [
  {
    name: 'rebuilt-rows-not-written-twice',
    harm: 'what changes while a view is rebuilt is shown as it was before',
    file: `${messaging}/views/view-store.ts`,
    source: 'if (successor !== undefined) await',
    replacement: "if (successor === '') await",
    caughtBy: [
      {
        file: 'shared/messaging/test/views/rebuilding.int.test.ts',
        title: 'shows no empty and no older row on the way, and in the end what the streams say: a view of its own',
      },
    ],
  },
  {
    name: 'late-words-about-the-forgotten-kept',
    harm: 'a message that comes late brings back the name of whoever was erased',
    file: `${messaging}/erasure/erased-persons.ts`,
    source: 'return tombstone ? withoutPersonal',
    replacement: 'return tombstone?._id === contract.type ? withoutPersonal',
    caughtBy: [
      {
        file: 'shared/messaging/test/erasure/eraser.int.test.ts',
        title: 'blanks what comes late about them, and only that',
      },
    ],
  },
];
