import type { Mutant } from '../mutant.js';

const saga = 'shared/messaging/src/saga';
const runnerTest = `${saga}/runner.unit.test.ts`;
const payments = 'subgraphs/payments';

export const sagaMutants: readonly Mutant[] = [
  {
    name: 'compensation-swallowed',
    harm: 'a cancelled order keeps its stock and its money',
    file: `${saga}/draft.ts`,
    source: 'undosOwed(started).reduce((issuing, undo) => issueUndo(issuing, undo), started)',
    replacement: 'started',
    caughtBy: [
      { file: runnerTest, title: 'is undone by the owners of the other steps only' },
      {
        file: 'subgraphs/orders/test/fulfilment.int.test.ts',
        title: 'gives the stock back when the payment is declined',
      },
    ],
  },
  {
    name: 'step-in-doubt-not-undone',
    harm: 'a charge whose answer came too late is never given back',
    file: `${saga}/draft.ts`,
    source: "filter(({ status }) => status !== 'REFUSED')",
    replacement: "filter(({ status }) => status === 'SUCCEEDED')",
    caughtBy: [{ file: runnerTest, title: 'leaves the step in doubt, and its undo covers it' }],
  },
  {
    name: 'deadline-fires-without-cause',
    harm: 'an order is cancelled although its step still has time',
    file: `${saga}/answers.ts`,
    source: ' || current.deadlineAt > now',
    replacement: '',
    caughtBy: [{ file: runnerTest, title: 'does nothing before its time' }],
  },
  {
    name: 'missing-tombstone',
    harm: 'an undo that overtakes its do is forgotten, and the do holds pieces for ever',
    file: 'subgraphs/inventory/src/domain/reservation.ts',
    source: "return { ...reservation, status: 'RETURNED' };",
    replacement: "return reservation.status === 'NONE' ? reservation : { ...reservation, status: 'RETURNED' };",
    caughtBy: [
      {
        file: 'subgraphs/inventory/src/domain/reservation.unit.test.ts',
        title: 'is refused for ever once the order was undone',
      },
      {
        file: 'subgraphs/inventory/src/domain/reservation-properties.unit.test.ts',
        title: 'never gives an order anything after it was undone',
      },
    ],
  },
  {
    name: 'dedupe-before-effect',
    harm: 'a charge that was intended when the process died is taken for done',
    file: `${payments}/src/use-cases/obey.ts`,
    source: '  if (operation) {',
    replacement: "  if (operation && executed.outcome !== 'repeated') {",
    caughtBy: [
      { file: `${payments}/test/charging.int.test.ts`, title: 'resumes after a restart what was intended before' },
    ],
  },
  {
    name: 'provider-asked-without-its-key',
    harm: 'a provider that charged and did not answer charges again',
    file: `${payments}/src/use-cases/perform-operation.ts`,
    source: '  const { key } = operation;\n',
    replacement: '  const key = `${operation.key}/${Math.random()}`;\n',
    caughtBy: [
      {
        file: `${payments}/src/use-cases/perform-operation.unit.test.ts`,
        title: 'asks under the key of the intent, by the order',
      },
      {
        file: `${payments}/test/charging.int.test.ts`,
        title: 'charges once when the provider charges and does not answer',
      },
    ],
  },
  {
    name: 'old-intent-not-looked-up',
    harm: 'a provider that has forgotten the key charges again',
    file: `${payments}/src/use-cases/perform-operation.ts`,
    source: ' > keysLastMilliseconds;',
    replacement: ' > 1_000 * keysLastMilliseconds;',
    caughtBy: [
      {
        file: `${payments}/src/use-cases/perform-operation.unit.test.ts`,
        title: 'looks up what was intended more than 12 hours ago, and does not ask for it again',
      },
    ],
  },
  {
    name: 'refund-key-used-again',
    harm: 'one request gives money back twice',
    file: `${payments}/src/use-cases/refund-payment.ts`,
    source: "        if (guards.get(key.collection, key.id)) return refuse('key-reused');\n",
    replacement: '',
    caughtBy: [{ file: `${payments}/test/graph.int.test.ts`, title: 'refuses a key that refunded another payment' }],
  },
];
