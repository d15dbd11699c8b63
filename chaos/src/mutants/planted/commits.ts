import type { Mutant } from '../mutant.js';

const commits = 'shared/messaging/src/commits';
const commitLog = `${commits}/commit-log.ts`;
const commitLogTest = 'shared/messaging/test/commits/commit-log.int.test.ts';
const guardedTest = 'shared/messaging/test/commits/guarded-commits.int.test.ts';
const pendingTest = 'shared/messaging/test/commits/pending.int.test.ts';

export const commitMutants: readonly Mutant[] = [
  {
    name: 'cause-not-looked-up',
    harm: 'a message or request that comes twice has its effect twice',
    file: commitLog,
    source: '    if (earlier) return earlierOutcome(loaded, earlier, execution);\n',
    replacement: '',
    caughtBy: [
      {
        file: commitLogTest,
        title: 'answers a repeated cause before deciding, and tells another input under the same key apart',
      },
    ],
  },
  {
    name: 'conflict-taken-for-success',
    harm: 'a writer that lost believes that its commit is stored',
    file: `${commits}/commit-store.ts`,
    source: 'failures.has(index) ? { error: new CommitConflict() } : { value }',
    replacement: 'failures.has(-1 - index) ? { error: new CommitConflict() } : { value }',
    caughtBy: [
      { file: commitLogTest, title: 'gives concurrent writers of one stream contiguous versions and loses none' },
    ],
  },
  {
    name: 'refused-on-old-knowledge',
    harm: 'a command is refused because of what was true earlier',
    file: commitLog,
    source: "if (quick && (quick.outcome === 'committed' || quick.outcome === 'repeated'))",
    replacement: 'if (quick)',
    caughtBy: [{ file: commitLogTest, title: 'does nothing on old knowledge: a refusal is decided on what is stored' }],
  },
  {
    name: 'answer-not-sent-again',
    harm: 'an answer that was lost once is lost for ever, and its saga waits without end',
    file: commitLog,
    source: 'await (cause.answerAgain ? this.#sink.answerAgain(executed.commit) : this.#sink.shown(executed.commit));',
    replacement: 'await this.#sink.shown(executed.commit);',
    caughtBy: [{ file: commitLogTest, title: 'sends the recorded answer again when a command is repeated' }],
  },
  {
    name: 'guard-moves-outside-its-transaction',
    harm: 'the last piece is sold twice',
    file: `${commits}/guarded-batch.ts`,
    source: '.bulkWrite(writes, { session });',
    replacement: '.bulkWrite(writes);',
    caughtBy: [{ file: guardedTest, title: 'never hands out more than there is, to takers on two replicas at once' }],
  },
  {
    name: 'guard-moved-though-the-commit-is-not-new',
    harm: 'a command that arrives twice moves the stock twice',
    file: `${commits}/decide-guarded.ts`,
    source: 'const made = read.commits.find(({ cause }) => cause === execution.cause) ?? earlier;',
    replacement: 'const made = earlier;',
    caughtBy: [
      {
        file: guardedTest,
        title: 'moves a guard once when one command arrives many times, in one batch and on two replicas',
      },
    ],
  },
  {
    name: 'sweep-clears-blindly',
    harm: 'a late mark of an earlier publication drops what has to be sent again',
    file: `${commits}/pending.ts`,
    source: 'const filter = { _id: { $in: marks.map(({ commit }) => commit._id) }, pending: first.commit.pending };',
    replacement: 'const filter = { _id: { $in: marks.map(({ commit }) => commit._id) } };',
    caughtBy: [
      { file: pendingTest, title: 'stays pending when it was armed again while an earlier publication ended' },
    ],
  },
  {
    name: 'group-flush-answers-another',
    harm: 'a caller is given what somebody else wrote',
    file: 'shared/messaging/src/group-flush.ts',
    source: 'const result = results[index];',
    replacement: 'const result = results[results.length - 1 - index];',
    caughtBy: [
      {
        file: 'shared/messaging/src/group-flush.unit.test.ts',
        title: 'flushes at once when idle, and puts what arrives during a flush into the next',
      },
    ],
  },
  {
    name: 'stale-reads',
    harm: 'a decision is made on what a secondary has not heard of yet',
    file: 'shared/service/src/database/connect.ts',
    source: "readPreference: 'primary',\n    readConcernLevel: 'majority',",
    replacement: "readPreference: 'secondaryPreferred',\n    readConcernLevel: 'local',",
    caughtBy: [
      {
        file: 'shared/service/test/database.int.test.ts',
        title: 'reads what the majority has, from the primary, and writes to the journals of the majority',
      },
    ],
  },
  {
    name: 'idempotency-key-ignored',
    harm: 'a customer who clicks twice orders twice',
    file: 'shared/messaging/src/causes.ts',
    source: 'return uuidV5(JSON.stringify([principal, field, idempotencyKey]), keyedIds);',
    replacement: 'return uuidV5(JSON.stringify([principal, field, idempotencyKey, randomUUID()]), keyedIds);',
    caughtBy: [
      {
        file: 'subgraphs/orders/test/placing.int.test.ts',
        title: 'answers the same order to every repeat, however many come at once',
      },
    ],
  },
];
