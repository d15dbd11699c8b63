import { eventually, startBreakableRabbit, testBrokerUrl } from '@ordergraph/testing';
import { createRabbitBroker, on } from '../../src/index.js';
import { outcomeOf, silentLogger } from '../broker-conformance/harness.js';
import { consume, deadLetters, Greeted, greeted } from './greetings.js';

jest.setTimeout(120_000);

const suite = testBrokerUrl() === undefined ? describe.skip : describe;

suite('a consumer whose connections are closed again and again', () => {
  let rabbit: Awaited<ReturnType<typeof startBreakableRabbit>>;
  beforeAll(async () => (rabbit = await startBreakableRabbit()));
  afterAll(() => rabbit.stop());

  it('handles everything that was accepted, gives nothing up, and goes on', async () => {
    const broker = createRabbitBroker({
      url: rabbit.url,
      namespace: 'storm',
      connectionName: 'storm',
      logger: silentLogger,
    });
    const handled = new Set<string>();
    const accepted = new Set<string>();
    const handle = async ({ id }: { id: string }): Promise<void> => {
      await new Promise(setImmediate);
      handled.add(id);
    };
    const { consumer, paused } = await consume(broker, { reactions: [on(Greeted, handle)], prefetch: 50 });
    let loading = true;
    const lane = async (name: number): Promise<void> => {
      for (let number = 0; loading;) {
        const id = `${name}-${number}`;
        const outcome = await outcomeOf(broker.publish('greeter.events', greeted(id))).done;
        if (outcome === 'resolved') {
          accepted.add(id);
          number += 1; // what was not accepted is published again, as the sweep does
        } else await new Promise(setImmediate);
      }
    };
    const lanes = [1, 2, 3, 4, 5, 6, 7, 8].map(lane);
    for (let round = 0; round < 10; round += 1) {
      const before = handled.size;
      await eventually(() => expect(handled.size).toBeGreaterThan(before + 100), { timeoutMs: 30_000 });
      await rabbit.closeAllConnections();
    }
    const before = handled.size;
    await eventually(() => expect(handled.size).toBeGreaterThan(before + 100), { timeoutMs: 30_000 });
    loading = false;
    await Promise.all(lanes);
    await eventually(() => expect([...accepted].filter((id) => !handled.has(id))).toEqual([]), { timeoutMs: 30_000 });
    expect(await deadLetters(broker)).toEqual({});
    expect(await paused()).toBe(0);
    await consumer.stop(1_000);
    await broker.close(1_000);
  });
});
