import { BrokerUnavailable, MessageInvalid, NotYet } from '../../errors.js';
import type { Received } from '../definitions.js';
import { withImmediateRetries } from './immediate-retries.js';

const message = {} as Received;
const failing = (times: number, error: Error) => {
  let calls = 0;
  const handle = withImmediateRetries(() => ((calls += 1) <= times ? Promise.reject(error) : Promise.resolve()), {
    pause: () => Promise.resolve(),
    random: () => 0,
    now: () => new Date(0),
  });
  return { outcome: handle(message), calls: () => calls };
};

describe('immediate retries', () => {
  it('spare the customer the ladder when a failure is gone a moment later', async () => {
    const { outcome, calls } = failing(2, new Error('two writers met'));
    await outcome;
    expect(calls()).toBe(3);
  });

  it('are few: what still fails is passed on', async () => {
    const { outcome, calls } = failing(9, new Error('broken'));
    await expect(outcome).rejects.toThrow('broken');
    expect(calls()).toBe(3);
  });

  it.each([new NotYet('the product'), new MessageInvalid('nonsense'), new BrokerUnavailable('gone')])(
    'do not waste time on what a moment does not cure (%s)',
    async (error) => {
      const { outcome, calls } = failing(9, error);
      await expect(outcome).rejects.toThrow(error);
      expect(calls()).toBe(1);
    },
  );
});
