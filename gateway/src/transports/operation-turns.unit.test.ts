import { IdTaken, OperationTurns } from './operation-turns.js';

const subscribe = (id: string) => ({ type: 'subscribe', id });
const complete = (id: string) => ({ type: 'complete', id });

/** The protocol's library, as far as it begins operations and ends them. */
function play() {
  const turns = new OperationTurns();
  const handled: string[] = [];
  const ends: (() => void)[] = [];
  const begin = (name: string) => () =>
    new Promise<void>((resolve) => {
      handled.push(name);
      ends.push(resolve);
    });
  const at = (name: string) => () => {
    handled.push(name);
    return Promise.resolve();
  };
  const settled = async (): Promise<void> => {
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
  };
  return { turns, handled, ends, begin, at, settled };
}

describe('operations of a socket', () => {
  it('begin at once, side by side', () => {
    const { turns, handled, begin } = play();
    void turns.take(subscribe('a'), begin('a'));
    void turns.take(subscribe('b'), begin('b'));
    expect([handled, turns.size]).toEqual([['a', 'b'], 2]);
  });

  it('that take an id again begin when nothing of the former one goes on', async () => {
    const { turns, handled, ends, begin, at, settled } = play();
    void turns.take(subscribe('a'), begin('former'));
    await turns.take(complete('a'), at('complete'));
    void turns.take(subscribe('a'), begin('later'));
    await settled();
    expect(handled).toEqual(['former', 'complete']);
    ends[0]?.();
    await settled();
    expect(handled).toEqual(['former', 'complete', 'later']);
    ends[1]?.();
    await settled();
    expect(turns.size).toBe(0);
  });

  it('that wait and are completed never begin', async () => {
    const { turns, handled, ends, begin, at, settled } = play();
    void turns.take(subscribe('a'), begin('former'));
    await turns.take(complete('a'), at('complete'));
    void turns.take(subscribe('a'), begin('later'));
    await turns.take(complete('a'), at('complete of later'));
    ends[0]?.();
    await settled();
    expect([handled, turns.size]).toEqual([['former', 'complete'], 0]);
  });

  it('that wait when the socket goes never begin', async () => {
    const { turns, handled, ends, begin, at, settled } = play();
    void turns.take(subscribe('a'), begin('former'));
    await turns.take(complete('a'), at('complete'));
    void turns.take(subscribe('a'), begin('later'));
    turns.over();
    ends[0]?.();
    await settled();
    expect(handled).toEqual(['former', 'complete']);
  });

  it('are refused the id of one that waits; that of one that is active is the library’s to refuse', async () => {
    const { turns, handled, begin, at } = play();
    void turns.take(subscribe('a'), begin('former'));
    await turns.take(subscribe('a'), at('refused by the library'));
    await turns.take(complete('a'), at('complete'));
    void turns.take(subscribe('a'), begin('waiting'));
    await expect(turns.take(subscribe('a'), begin('third'))).rejects.toThrow(IdTaken);
    expect(handled).toEqual(['former', 'refused by the library', 'complete']);
  });

  it('are answered when only streams go on', async () => {
    const { turns, ends, begin, settled } = play();
    void turns.take(subscribe('stream'), begin('stream'));
    void turns.take(subscribe('query'), begin('query'));
    let isAnswered = false;
    void turns.answered().then(() => (isAnswered = true));
    turns.markStream('stream');
    await settled();
    expect(isAnswered).toBe(false);
    ends[1]?.();
    await settled();
    expect(isAnswered).toBe(true);
  });
});

it.each([{}, { type: 'subscribe' }, { type: 'ping' }, { type: 'subscribe', id: 1 }])(
  'leaves %j to the library',
  async (message) => {
    const { turns, handled, at } = play();
    await turns.take(message, at('handled'));
    expect([handled, turns.size]).toEqual([['handled'], 0]);
  },
);
