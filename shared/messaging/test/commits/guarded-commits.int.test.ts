import { testMongo, uniqueNamespace } from '@ordergraph/testing';
import type { GuardReader, GuardedDecision } from '../../src/commits/execution.js';
import { causedBy, Counted, counter, openLog, type TestLog } from './counter.js';

const namespace = uniqueNamespace();
let replicas: [TestLog, TestLog];

beforeAll(async () => {
  const open = () => openLog(testMongo().uri, `${namespace.name}_guarded`);
  replicas = [await open(), await open()];
});
afterAll(async () => {
  await Promise.all(replicas.map((replica) => replica.close()));
  await namespace.cleanup();
});

interface Shelf {
  readonly pieces: number;
}

const shelf = (id: string) => ({ collection: 'shelves', id });

async function fillShelf(id: string, pieces: number): Promise<void> {
  await replicas[0].log.executeGuarded(counter, `fill-${id}`, {
    ...causedBy('fill'),
    guards: [shelf(id)],
    decide: () => ({ messages: [Counted({ by: 0 })], changes: [{ ...shelf(id), value: { pieces } }] }),
  });
}

/** Takes a piece if there is one; what was decided is recorded either way. */
const takeOne =
  (id: string) =>
  (_state: number, guards: GuardReader): GuardedDecision => {
    const { pieces } = guards.get<Shelf>('shelves', id) ?? { pieces: 0 };
    if (pieces === 0) return { messages: [Counted({ by: 0 })], changes: [] };
    return { messages: [Counted({ by: 1 })], changes: [{ ...shelf(id), value: { pieces: pieces - 1 } }] };
  };

const take = (replica: TestLog, taker: string, id: string, cause = 'take') =>
  replica.log.executeGuarded(counter, taker, { ...causedBy(cause), guards: [shelf(id)], decide: takeOne(id) });

async function piecesOn(id: string): Promise<number | undefined> {
  const found = await replicas[0].database.collection<{ _id: string; value: Shelf }>('shelves').findOne({ _id: id });
  return found?.value.pieces;
}

it('never hands out more than there is, to takers on two replicas at once', async () => {
  await fillShelf('scarce', 10);
  const taken = await Promise.all(
    Array.from({ length: 60 }, (_, index) => take(replicas[index % 2 ? 1 : 0], `taker-${index}`, 'scarce')),
  );
  expect(taken.filter(({ state }) => state === 1)).toHaveLength(10);
  expect(await piecesOn('scarce')).toBe(0);
});

it('moves a guard once when one command arrives many times, in one batch and on two replicas', async () => {
  await fillShelf('repeated', 10);
  const taken = await Promise.all(
    Array.from({ length: 20 }, (_, index) => take(replicas[index % 2 ? 1 : 0], 'same-taker', 'repeated')),
  );
  expect(taken.filter(({ outcome }) => outcome === 'committed')).toHaveLength(1);
  expect(await piecesOn('repeated')).toBe(9);
});

it('lets one of many concurrent claims of a new guard win', async () => {
  const claim = (replica: TestLog, claimant: string) =>
    replica.log.executeGuarded<number, 'taken'>(counter, claimant, {
      ...causedBy('claim'),
      guards: [{ collection: 'claims', id: 'one' }],
      decide: (_state, guards) =>
        guards.get('claims', 'one')
          ? { refused: 'taken' }
          : { messages: [Counted({ by: 1 })], changes: [{ collection: 'claims', id: 'one', value: { claimant } }] },
    });
  const outcomes = await Promise.all(
    Array.from({ length: 20 }, (_, index) => claim(replicas[index % 2 ? 1 : 0], `claimant-${index}`)),
  );
  expect(outcomes.filter(({ outcome }) => outcome === 'committed')).toHaveLength(1);
  expect(outcomes.filter(({ outcome }) => outcome === 'refused')).toHaveLength(19);
});

it('a decision that throws leaves its guard and the other commands of the batch alone', async () => {
  await fillShelf('mixed', 5);
  const failing = replicas[0].log.executeGuarded(counter, 'failing', {
    ...causedBy('fail'),
    guards: [shelf('mixed')],
    decide: () => {
      throw new Error('cannot decide');
    },
  });
  const healthy = take(replicas[0], 'healthy', 'mixed');
  await expect(failing).rejects.toThrow('cannot decide');
  await expect(healthy).resolves.toMatchObject({ outcome: 'committed', state: 1 });
  expect(await piecesOn('mixed')).toBe(4);
});
