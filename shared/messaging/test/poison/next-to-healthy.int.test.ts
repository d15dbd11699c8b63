import { eventually, testBrokers } from '@ordergraph/testing';
import { deadLetterQueue, MessageInvalid, on, type Received } from '../../src/index.js';
import { type BrokerHarness, brokerHarness } from '../broker-conformance/harness.js';
import { type Consuming, consume, Greeted, greeted, queue } from '../consuming/greetings.js';

jest.setTimeout(60_000);

/** A rung takes longer than healthy messages do, so that the order of events tells who waited for whom. */
const ladder = { 5_000: 150, 60_000: 30, 600_000: 40 } as const;

describe.each(testBrokers())('a poisonous message among healthy ones, on $kind', (testBroker) => {
  let harness: BrokerHarness;
  const replicas: Consuming[] = [];
  beforeEach(() => void (harness = brokerHarness(testBroker, { retryDelays: ladder })));
  afterEach(async () => {
    await Promise.all(replicas.splice(0).map(({ consumer }) => consumer.stop(1_000)));
    await harness.close();
  });

  const healthy = Array.from({ length: 60 }, (_, index) => `healthy-${index}`);

  it('delays none of them, neither in its queue nor, beyond its first tries, in its stream', async () => {
    const broker = await harness.open();
    const events: string[] = [];
    const handle = async ({ id }: Received): Promise<void> => {
      events.push(id);
      if (id === 'poison') throw new TypeError('it cannot be chewed');
    };
    for (const _ of ['one', 'other']) replicas.push(await consume(broker, { reactions: [on(Greeted, handle)] }));
    await broker.publish('greeter.events', greeted('before', { subject: 'greeting-poison' }));
    const first = broker.send(queue, greeted('poison'));
    const rest = healthy.map((id) => broker.publish('greeter.events', greeted(id)));
    await Promise.all([first, ...rest]);
    await broker.publish('greeter.events', greeted('behind', { subject: 'greeting-poison' }));
    await eventually(() => expect(events.filter((id) => id === 'poison').length).toBeGreaterThan(3), {
      timeoutMs: 30_000,
    });
    const secondRound = events.flatMap((id, index) => (id === 'poison' ? [index] : []))[3];
    const late = [...healthy, 'before', 'behind'].filter((id) => {
      const done = events.indexOf(id);
      return done < 0 || done > (secondRound ?? 0);
    });
    expect(late).toEqual([]);
  });

  it('is in the dead letters once, in one place, with all that is known of it', async () => {
    const broker = await harness.open();
    const began = new Date();
    const handle = async ({ id }: Received): Promise<void> => {
      if (id === 'nonsense') throw new MessageInvalid('nobody can take it');
      if (id.startsWith('poison')) throw new TypeError(`${id} cannot be chewed`);
    };
    for (const _ of ['one', 'other']) replicas.push(await consume(broker, { reactions: [on(Greeted, handle)] }));
    const poisons = ['poison-1', 'poison-2', 'nonsense'];
    await Promise.all([...poisons, ...healthy].map((id) => broker.publish('greeter.events', greeted(id))));
    const dead = () => broker.browse(deadLetterQueue, 1_000);
    await eventually(async () => expect((await dead()).length).toBe(3), { timeoutMs: 40_000 });
    const found = (await dead()).toSorted((a, b) => (a.envelope.id < b.envelope.id ? -1 : 1));
    const failure = (attempts: number, errorCode: string, errorMessage: string) => ({
      queue,
      attempts,
      firstFailedAt: expect.any(String) as string,
      errorCode,
      errorMessage,
    });
    expect(found.map(({ envelope }) => [envelope.id, envelope.failure])).toEqual([
      ['nonsense', failure(1, 'MESSAGE_INVALID', 'nobody can take it')],
      ['poison-1', failure(15, 'TypeError', 'poison-1 cannot be chewed')],
      ['poison-2', failure(15, 'TypeError', 'poison-2 cannot be chewed')],
    ]);
    for (const { routingKey, content, envelope } of found) {
      expect(routingKey).toBe(Greeted.routingKey);
      expect(JSON.parse(content.toString())).toEqual(Greeted.example);
      const since = Date.parse(envelope.failure?.firstFailedAt ?? '');
      expect(since).toBeGreaterThanOrEqual(began.getTime() - 1_000);
      expect(since).toBeLessThanOrEqual(Date.now());
    }
    const retried = await Promise.all(replicas.map(({ count }) => count('retried')));
    expect(retried.reduce((sum, count) => sum + count)).toBe(2 * 14);
  });
});
