import { eventually } from '@ordergraph/testing';
import type { Broker } from '../../src/broker/port.js';
import { on } from '../../src/consuming/definitions.js';
import { NotYet } from '../../src/errors.js';
import { brokerHarness } from '../broker-conformance/harness.js';
import { consume, deadLetters, Greeted, greeted } from '../consuming/greetings.js';

/** The ladder on another scale: its 65 minutes take about a second. */
export const fastLadder = { 5_000: 20, 60_000: 30, 600_000: 40 } as const;

/**
 * Tells how long an outage has lasted, in ladders: a broker of its own, without the outage, on which one message after the other
 * fails on every rung and ends among the dead letters. What spends attempts meanwhile is dead before the second one is.
 */
export async function startLadderClock() {
  const harness = brokerHarness({ kind: 'embedded', url: undefined }, { retryDelays: fastLadder });
  const broker: Broker = await harness.open();
  const never = (): Promise<void> => Promise.reject(new NotYet('what never comes'));
  const { consumer } = await consume(broker, { reactions: [on(Greeted, never)] });
  let climbs = 0;
  const climb = async (): Promise<void> => {
    const id = `climb-${(climbs += 1)}`;
    await broker.publish('greeter.events', greeted(id));
    await eventually(async () => expect(await deadLetters(broker)).toHaveProperty(id), { timeoutMs: 30_000 });
  };
  return {
    /** Resolves when every rung has been climbed, from the first to the dead letters, three times in a row. */
    async longerThanTheLadder() {
      for (let times = 0; times < 3; times += 1) await climb();
    },
    async close() {
      await consumer.stop(1_000);
      await harness.close();
    },
  };
}
