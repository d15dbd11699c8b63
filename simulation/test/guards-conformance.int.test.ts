import type { GuardedDecision, GuardReader } from '@ordergraph/messaging';
import { uniqueNamespace } from '@ordergraph/testing';
import { Counted, counter, inMemory, inMongo, type StoreUnderTest } from './stores.js';

const namespace = uniqueNamespace();
afterAll(() => namespace.cleanup());

interface Shelf {
  readonly pieces: number;
}
const shelf = { collection: 'shelves', id: 'one' };

const fill = (pieces: number) => (): GuardedDecision => ({
  messages: [Counted({ by: 0 })],
  changes: [{ ...shelf, value: { pieces } }],
});

function takeOne(_state: number, guards: GuardReader): GuardedDecision {
  const { pieces } = guards.get<Shelf>(shelf.collection, shelf.id) ?? { pieces: 0 };
  if (pieces === 0) return { messages: [Counted({ by: 0 })], changes: [] };
  return { messages: [Counted({ by: 1 })], changes: [{ ...shelf, value: { pieces: pieces - 1 } }] };
}

describe.each([
  ['MongoDB', () => inMongo(`${namespace.name}_guards`)],
  ['memory', inMemory],
])('guards beside commits in %s', (_name, open) => {
  let store: StoreUnderTest;
  beforeAll(async () => (store = await open()));
  afterAll(() => store.close());
  afterEach(() => store.clear());

  const execute = (id: string, cause: string, decide: Parameters<typeof store.execute>[1]['decide']) =>
    store.execute(id, { cause, context: { correlationId: 'c' }, guards: [shelf], decide });

  it('move with the commit that moves them', async () => {
    expect(await execute('a', 'fill', fill(5))).toMatchObject({ outcome: 'committed', version: 1 });
    expect(await execute('a', 'take', takeOne)).toMatchObject({ outcome: 'committed', version: 2, state: 1 });
    expect(await store.guard<Shelf>(shelf)).toEqual({ pieces: 4 });
  });

  it('never hand out more than there is', async () => {
    await execute('a', 'fill', fill(3));
    const taken = await Promise.all(
      Array.from({ length: 8 }, (_, index) => execute(`taker-${index}`, 'take', takeOne)),
    );
    expect(taken.filter(({ state }) => state === 1)).toHaveLength(3);
    expect(await store.guard<Shelf>(shelf)).toEqual({ pieces: 0 });
  });

  it('move once for one cause, which has its outcome again', async () => {
    await execute('a', 'fill', fill(3));
    const [first, again] = [await execute('b', 'take', takeOne), await execute('b', 'take', takeOne)];
    expect([first.outcome, again.outcome, again.version]).toEqual(['committed', 'repeated', 1]);
    expect(await store.guard<Shelf>(shelf)).toEqual({ pieces: 2 });
  });

  it('stay where they are when nothing is decided, something is refused, or deciding fails', async () => {
    await execute('a', 'fill', fill(3));
    const change = [{ ...shelf, value: { pieces: 9 } }];
    expect((await execute('b', 'nothing', () => ({ messages: [], changes: change }))).outcome).toBe('unchanged');
    expect((await execute('b', 'refused', () => ({ refused: 'no' as never }))).outcome).toBe('refused');
    const failing = execute('b', 'failing', () => {
      throw new Error('cannot decide');
    });
    await expect(failing).rejects.toThrow('cannot decide');
    expect(await store.guard<Shelf>(shelf)).toEqual({ pieces: 3 });
    expect(await store.commits.read(`${counter.category}-b`)).toEqual([]);
  });

  it('are gone when their value is', async () => {
    await execute('a', 'fill', fill(3));
    await execute('a', 'remove', () => ({ messages: [Counted({ by: 0 })], changes: [{ ...shelf, value: undefined }] }));
    expect(await store.guard<Shelf>(shelf)).toBeUndefined();
  });

  it('are read only where they were named', async () => {
    const reading = execute('a', 'look', (_state, guards) => {
      guards.get('shelves', 'another');
      return { messages: [], changes: [] };
    });
    await expect(reading).rejects.toThrow('was not named');
  });
});
