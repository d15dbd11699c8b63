import { serialWithinStream } from './serial-within-stream.js';

const nextTurn = (): Promise<void> => new Promise(setImmediate);

describe('serial within a stream', () => {
  it('keeps two messages of one stream from meeting, and lets other streams pass', async () => {
    const inStream = serialWithinStream();
    const log: string[] = [];
    let release: () => void = () => undefined;
    const first = inStream('order-1', async () => {
      log.push('first begins');
      await new Promise<void>((resolve) => (release = resolve));
      log.push('first ends');
    });
    const second = inStream('order-1', async () => log.push('second'));
    await inStream('order-2', async () => log.push('other stream'));
    await nextTurn();
    expect(log).toEqual(['first begins', 'other stream']);
    release();
    await Promise.all([first, second]);
    expect(log.slice(2)).toEqual(['first ends', 'second']);
  });

  it('goes on after a failure, which only its own message sees', async () => {
    const inStream = serialWithinStream();
    const first = inStream('order-1', () => Promise.reject(new Error('broken')));
    const second = inStream('order-1', async () => 'done');
    await expect(first).rejects.toThrow('broken');
    await expect(second).resolves.toBe('done');
  });
});
