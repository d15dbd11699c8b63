import { setImmediate as turn } from 'node:timers/promises';
import { inBatches } from './in-batches.js';

async function* numbers(to: number, fails?: Error): AsyncGenerator<number> {
  for (let number = 1; number <= to; number++) {
    await turn();
    await turn();
    yield number;
  }
  await turn();
  if (fails) throw fails;
}

async function turns(count: number): Promise<void> {
  for (let left = count; left > 0; left--) await turn();
}

describe('work in batches', () => {
  const unhandled: unknown[] = [];
  const note = (reason: unknown): void => void unhandled.push(reason);
  beforeAll(() => process.on('unhandledRejection', note));
  afterAll(() => process.off('unhandledRejection', note));
  afterEach(async () => {
    await turn();
    expect(unhandled).toEqual([]);
  });

  it('is done in order, no more than a batch at a time', async () => {
    const begun: number[] = [];
    let running = 0;
    let most = 0;
    const between = jest.fn(() => Promise.resolve());
    const work = async (item: number): Promise<void> => {
      begun.push(item);
      most = Math.max(most, (running += 1));
      await turns(5);
      running -= 1;
    };
    await inBatches(numbers(7), { size: 3, work, between });
    expect(begun).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(most).toBeLessThanOrEqual(3);
    expect(between).toHaveBeenCalledTimes(2);
    expect(running).toBe(0);
  });

  it('fails when its work does, also while the next item is awaited, and begins no other batch', async () => {
    const begun: number[] = [];
    const work = (item: number): Promise<void> => {
      begun.push(item);
      return Promise.reject(new Error(`failed at ${item}`));
    };
    await expect(inBatches(numbers(7), { size: 3, work })).rejects.toThrow('failed at 1');
    expect(begun).toEqual([1, 2, 3]);
  });

  it('fails when what it is about ends early, when all that was begun is over', async () => {
    let over = 0;
    const work = async (): Promise<void> => {
      await turns(50);
      over += 1;
    };
    await expect(inBatches(numbers(2, new Error('lost')), { size: 9, work })).rejects.toThrow('lost');
    expect(over).toBe(2);
  });
});
