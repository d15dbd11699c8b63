import { eventually, testBrokers } from '@ordergraph/testing';
import { MessageInvalid, NotYet, on, type Received } from '../../src/index.js';
import { type BrokerHarness, brokerHarness } from '../broker-conformance/harness.js';
import { type Consuming, consume, deadLetters, Greet, Greeted, greeted, queue, registry } from './greetings.js';

jest.setTimeout(60_000);

const fastLadder = { 5_000: 20, 60_000: 30, 600_000: 40 } as const;

describe.each(testBrokers())('a handler that fails, on $kind', (testBroker) => {
  let harness: BrokerHarness;
  let consuming: Consuming | undefined;
  beforeEach(() => void (harness = brokerHarness(testBroker, { retryDelays: fastLadder })));
  afterEach(async () => {
    await consuming?.consumer.stop(1_000);
    await harness.close();
  });

  /** Fails the first `failures` times, then has its effect. */
  const failing = (failures: number, effects: string[], error: () => Error = () => new Error('broken')) => {
    const calls = new Map<string, number>();
    return async ({ id }: Received): Promise<void> => {
      const call = (calls.get(id) ?? 0) + 1;
      calls.set(id, call);
      if (call <= failures) throw error();
      effects.push(id);
    };
  };

  it('once has its effect once, at once', async () => {
    const broker = await harness.open();
    const effects: string[] = [];
    consuming = await consume(broker, { reactions: [on(Greeted, failing(1, effects))] });
    await broker.publish('greeter.events', greeted('g-1'));
    await eventually(async () => expect(await consuming?.count('processed')).toBe(1));
    expect([effects, await consuming.count('retried')]).toEqual([['g-1'], 0]);
  });

  it('for longer has its effect once, after the ladder', async () => {
    const broker = await harness.open();
    const effects: string[] = [];
    consuming = await consume(broker, { reactions: [on(Greeted, failing(10, effects))] });
    await broker.publish('greeter.events', greeted('g-1'));
    await eventually(() => expect(effects).toEqual(['g-1']), { timeoutMs: 20_000 });
    await eventually(async () => expect(await consuming?.count('processed')).toBe(1));
    expect(await consuming.count('retried')).toBe(3);
    expect(await deadLetters(broker)).toEqual({});
  });

  it('for ever sends its message to the dead letters, with what went wrong', async () => {
    const broker = await harness.open();
    const error = (): Error => new NotYet('nobody knows Robin');
    consuming = await consume(broker, { reactions: [on(Greeted, failing(1_000, [], error))] });
    await broker.publish('greeter.events', greeted('g-1'));
    await eventually(
      async () =>
        expect(await deadLetters(broker)).toEqual({
          'g-1': {
            queue,
            attempts: 15,
            firstFailedAt: expect.stringMatching(/^\d{4}-.*Z$/) as string,
            errorCode: 'NOT_YET',
            errorMessage: 'nobody knows Robin',
          },
        }),
      { timeoutMs: 30_000 },
    );
    expect(await consuming.count('retried')).toBe(14);
  });

  it('on poison does not keep the healthy messages next to it', async () => {
    const broker = await harness.open();
    const effects: string[] = [];
    consuming = await consume(broker, {
      reactions: [
        on(Greeted, async ({ id }) => {
          if (id === 'refused') throw new MessageInvalid('this handler cannot take it');
          effects.push(id);
        }),
      ],
    });
    const poison = [
      { ...greeted('undecodable'), content: Buffer.from([0xff, 0x00]) },
      { ...greeted('invalid'), content: Buffer.from('{"data":{"nome":"Robin"}}') },
      greeted('unknown', { type: 'greeter.shouted.v1' }),
      greeted('expired', { type: Greet.type, time: '2026-01-01T09:00:00.000Z' }),
      greeted('unhandled', { type: Greet.type }),
      greeted('refused'),
    ];
    poison[3] = { ...greeted('expired', poison[3]?.envelope), content: Buffer.from(JSON.stringify(Greet.example)) };
    poison[4] = { ...greeted('unhandled', poison[4]?.envelope), content: Buffer.from(JSON.stringify(Greet.example)) };
    const healthy = ['h-1', 'h-2', 'h-3'].map((id) => greeted(id));
    await Promise.all([...poison, ...healthy].map((each) => broker.send(queue, each)));
    await eventually(() => expect(effects.toSorted()).toEqual(['h-1', 'h-2', 'h-3']));
    await eventually(async () => {
      const codes = Object.entries(await deadLetters(broker)).map(([id, failure]) => [id, failure?.errorCode]);
      expect(Object.fromEntries(codes)).toEqual({
        undecodable: 'MESSAGE_INVALID',
        invalid: 'MESSAGE_INVALID',
        unknown: 'MESSAGE_INVALID',
        expired: 'MESSAGE_EXPIRED',
        unhandled: 'MESSAGE_INVALID',
        refused: 'MESSAGE_INVALID',
      });
    });
    expect(await consuming.count('dead_lettered', 'unknown')).toBe(1);
  });

  it('waits with a message of a newer version, and handles it after the deployment', async () => {
    const broker = await harness.open();
    const newer = greeted('newer', { type: 'greeter.greeted.v2' });
    consuming = await consume(broker, { reactions: [on(Greeted, failing(0, []))] });
    await broker.send(queue, newer);
    await eventually(async () => expect(await consuming?.count('retried', 'unknown')).toBeGreaterThan(2));
    expect(await deadLetters(broker)).toEqual({});
    await consuming.consumer.stop(1_000);

    const handled: string[] = [];
    const known = registry();
    const Newer = { ...Greeted, type: 'greeter.greeted.v2', version: 2, previous: [] };
    known.add(Object.assign(() => ({ type: Newer.type, data: {} }), Newer));
    const reaction = { contract: known.find(Newer.type)!, handle: failing(0, handled) };
    consuming = await consume(broker, { reactions: [reaction] }, { registry: known });
    await eventually(() => expect(handled).toEqual(['newer']));
  });
});
