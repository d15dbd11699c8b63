import { ContractRegistry, UserRegistered } from '@ordergraph/events';
import { eventually, testBrokers, testMongo, uniqueNamespace } from '@ordergraph/testing';
import mongoose, { type mongo } from 'mongoose';
import { ErasedPersons, erasedPersonsIn } from '../../src/erasure/erased-persons.js';
import { eraseDeadLetters } from '../../src/erasure/erase-dead-letters.js';
import { type BrokerMessage, on } from '../../src/index.js';
import { type BrokerHarness, brokerHarness, message } from '../broker-conformance/harness.js';
import { type Consuming, consume, deadLetters, queue } from '../consuming/greetings.js';

jest.setTimeout(60_000);

const registry = new ContractRegistry([UserRegistered]);
const { data, state } = UserRegistered.example;
const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;

function registered(id: string, body: string): BrokerMessage {
  return { ...message(id, { type: UserRegistered.type }), content: Buffer.from(body) };
}

describe.each(testBrokers())('what nobody can read about an erased person, on $kind', (testBroker) => {
  const namespace = uniqueNamespace();
  let client: mongo.MongoClient;
  let harness: BrokerHarness;
  let consuming: Consuming;

  beforeAll(async () => {
    client = await mongoose.mongo.MongoClient.connect(testMongo().uri);
    harness = brokerHarness(testBroker);
  });
  afterAll(async () => {
    await consuming.consumer.stop(1_000);
    await harness.close();
    await client.close();
    await namespace.cleanup();
  });

  it('is a dead letter at once, pauses nobody, and is told to whoever erases', async () => {
    const broker = await harness.open();
    const database = client.db(`${namespace.name}_mail`);
    await erasedPersonsIn(database).insertOne({ _id: state?.id ?? '', streams: [], at: new Date() });
    const handled: string[] = [];
    const reactions = [on(UserRegistered, async ({ id }) => void handled.push(id))];
    consuming = await consume(broker, { reactions }, { registry, erased: new ErasedPersons(database, registry) });
    const unreadable = [5_000, 100_000].map((depth) => `{"data":${nested(depth)},"state":${JSON.stringify(state)}}`);
    for (const [index, body] of unreadable.entries()) await broker.send(queue, registered(`nested-${index}`, body));
    await broker.send(queue, registered('healthy', JSON.stringify({ data, state: { ...state, id: 'kim' } })));
    await eventually(() => expect(handled).toEqual(['healthy']));
    const invalid = { attempts: 1, errorCode: 'MESSAGE_INVALID' };
    await eventually(async () =>
      expect(await deadLetters(broker)).toMatchObject({ 'nested-0': invalid, 'nested-1': invalid }),
    );
    expect(await consuming.count('requeued', UserRegistered.type)).toBe(0);
    expect(await eraseDeadLetters(broker, registry, state?.id ?? '')).toEqual({ blanked: 0, unknown: 2 });
  });
});
