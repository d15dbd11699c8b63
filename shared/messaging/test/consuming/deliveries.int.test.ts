import { ReplayEnded } from '@ordergraph/events';
import { eventually, testBrokers } from '@ordergraph/testing';
import { type Broker, on } from '../../src/index.js';
import { type BrokerHarness, brokerHarness, Inbox, outcomeOf } from '../broker-conformance/harness.js';
import { type Consuming, consume, deadLetters, declareGreetings, Greeted, greeted, queue, Waved } from './greetings.js';

jest.setTimeout(60_000);

const numbered = (count: number): string[] => Array.from({ length: count }, (_, index) => `g-${index}`);
const nextTurns = async (turns: number): Promise<void> => {
  for (let turn = 0; turn < turns; turn += 1) await new Promise(setImmediate);
};

describe.each(testBrokers())('a consumer and its deliveries, on $kind', (testBroker) => {
  let harness: BrokerHarness;
  let broker: Broker;
  let consuming: Consuming | undefined;
  beforeEach(async () => {
    harness = brokerHarness(testBroker);
    broker = await harness.open();
  });
  afterEach(async () => {
    await consuming?.consumer.stop(1_000);
    await harness.close();
  });

  /** Hands a message out and back until it was delivered that often, as processes that die would. */
  async function wearOut(id: string, deliveries: number): Promise<void> {
    await declareGreetings(broker);
    const inbox = new Inbox(broker, queue, {
      settle: (delivery) => (delivery.deliveryCount < deliveries ? delivery.requeue() : undefined),
    });
    outcomeOf(broker.publish('greeter.events', greeted(id)));
    const last = await eventually(() => inbox.deliveries[deliveries - 1]!.requeue);
    await inbox.stop();
    last();
  }

  it('handles in parallel, and one stream in turn', async () => {
    const running = new Set<string>();
    let most = 0;
    const handle = async ({ subject }: { subject: string }): Promise<void> => {
      expect(running.has(subject)).toBe(false);
      running.add(subject);
      most = Math.max(most, running.size);
      await nextTurns(5);
      running.delete(subject);
    };
    consuming = await consume(broker, { reactions: [on(Greeted, handle)] });
    const messages = numbered(60).map((id, index) => greeted(id, { subject: `greeting-${index % 6}` }));
    await Promise.all(messages.map((each) => broker.publish('greeter.events', each)));
    await eventually(async () => expect(await consuming?.count('processed')).toBe(60));
    expect(most).toBeGreaterThan(1);
    expect(await deadLetters(broker)).toEqual({});
  });

  it('handles alone what has ended a process, so that it takes nothing else down with it', async () => {
    await wearOut('suspect', 4);
    const suspectAttempts = { begin: () => Promise.resolve(1), survived: () => Promise.resolve() };
    let inHand = 0;
    const company: Record<string, number> = {};
    const handle = async ({ id }: { id: string }): Promise<void> => {
      inHand += 1;
      company[id] = inHand - 1;
      await nextTurns(3);
      company[id] = Math.max(company[id] ?? 0, inHand - 1);
      inHand -= 1;
    };
    consuming = await consume(broker, { reactions: [on(Greeted, handle)] }, { suspectAttempts });
    await Promise.all(numbered(30).map((id) => broker.publish('greeter.events', greeted(id))));
    await eventually(() => expect(Object.keys(company)).toHaveLength(31));
    expect(company['suspect']).toBe(0);
    expect(await deadLetters(broker)).toEqual({});
  });

  it('does not blame a message for being given back, however often', async () => {
    await wearOut('innocent', 40);
    const handled: string[] = [];
    consuming = await consume(broker, { reactions: [on(Greeted, async ({ id }) => void handled.push(id))] });
    await eventually(() => expect(handled).toEqual(['innocent']));
    expect(await deadLetters(broker)).toEqual({});
  });

  it('gives up what ended ten processes that handled it alone', async () => {
    await wearOut('fatal', 4);
    const suspectAttempts = { begin: () => Promise.resolve(10), survived: () => Promise.resolve() };
    const handled: string[] = [];
    const reactions = [on(Greeted, async ({ id }: { id: string }) => void handled.push(id))];
    consuming = await consume(broker, { reactions }, { suspectAttempts });
    await eventually(async () =>
      expect(await deadLetters(broker)).toMatchObject({ fatal: { errorCode: 'DELIVERED_TOO_OFTEN' } }),
    );
    expect(handled).toEqual([]);
  });

  it('leaves replays to views, and tells them when the replay has ended', async () => {
    const handled: string[] = [];
    const ended: unknown[] = [];
    const replayed = [
      greeted('old', { replayId: 'replay-1' }),
      {
        ...greeted('end', { type: ReplayEnded.type, replayId: 'replay-1' }),
        content: Buffer.from(JSON.stringify(ReplayEnded.example)),
      },
    ];
    const reactions = [on(Greeted, async ({ id }) => void handled.push(id))];
    consuming = await consume(broker, { reactions, kind: 'reactions' });
    await Promise.all(replayed.map((each) => broker.send(queue, each)));
    await eventually(async () => expect(await consuming?.count('skipped')).toBe(1));
    await consuming.consumer.stop(1_000);
    const onReplayEnded = async (data: unknown): Promise<void> => void ended.push(data);
    consuming = await consume(broker, { reactions, kind: 'views' }, { onReplayEnded });
    await Promise.all(replayed.map((each) => broker.send(queue, each)));
    await eventually(() => expect([handled, ended]).toEqual([['old'], [ReplayEnded.example.data]]));
  });

  it('skips an event that an old binding brings and nobody asks for any more', async () => {
    consuming = await consume(broker, { reactions: [on(Greeted, async () => undefined)] });
    const waved = { ...greeted('w-1', { type: Waved.type }), content: Buffer.from(JSON.stringify(Waved.example)) };
    await broker.publish('greeter.events', { ...waved, routingKey: Waved.routingKey });
    await eventually(async () => expect(await consuming?.count('skipped', Waved.type)).toBe(1));
  });

  it('finishes at its end what is in hand and leaves the rest to the next', async () => {
    let release: () => void = () => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    const handled: string[] = [];
    const slow = async ({ id }: { id: string }): Promise<void> => {
      await released;
      handled.push(id);
    };
    consuming = await consume(broker, { reactions: [on(Greeted, slow)], prefetch: 3 });
    const sent = numbered(5).map((id, index) =>
      outcomeOf(broker.publish('greeter.events', greeted(id, { subject: `greeting-${index % 2}` }))),
    );
    await eventually(async () => {
      const inHand = await consuming?.metrics.getSingleMetric('ordergraph_messages_in_hand')?.get();
      expect(inHand?.values[0]?.value).toBe(3);
    });
    const stopped = consuming.consumer.stop(10_000);
    release();
    await stopped;
    expect(handled.toSorted()).toEqual(['g-0', 'g-1']); // g-2 waited for its stream: it was not begun
    consuming = await consume(broker, { reactions: [on(Greeted, slow)] });
    expect(await Promise.all(sent.map(({ done }) => done))).toEqual(numbered(5).map(() => 'resolved'));
    await eventually(() => expect(handled.toSorted()).toEqual(numbered(5)));
  });

  it('does not wait at its end for longer than its budget', async () => {
    consuming = await consume(broker, { reactions: [on(Greeted, () => new Promise<void>(() => undefined))] });
    outcomeOf(broker.publish('greeter.events', greeted('stuck')));
    await eventually(async () => {
      const inHand = await consuming?.metrics.getSingleMetric('ordergraph_messages_in_hand')?.get();
      expect(inHand?.values[0]?.value).toBe(1);
    });
    const began = performance.now();
    await consuming.consumer.stop(100);
    expect(performance.now() - began).toBeLessThan(5_000);
  });
});
