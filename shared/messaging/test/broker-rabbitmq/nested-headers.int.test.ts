import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { eventually, startBreakableRabbit, testBrokerUrl } from '@ordergraph/testing';
import { connect } from 'amqplib';
import { type Broker, createRabbitBroker, deadLetterQueue, type Envelope } from '../../src/index.js';
import { Inbox, message, outcomeOf, shortDelays, silentLogger } from '../broker-conformance/harness.js';

jest.setTimeout(120_000);

const queue = 'inventory.commands.t1';
const topology = { exchanges: [], queues: [{ name: queue, bindings: [] }] };
const suite = testBrokerUrl() === undefined ? describe.skip : describe;

suite('headers of RabbitMQ that are nested too deeply for this process', () => {
  let rabbit: Awaited<ReturnType<typeof startBreakableRabbit>>;
  let broker: Broker;
  const opened: Broker[] = [];
  const open = async (): Promise<Broker> => {
    const options = { url: rabbit.url, namespace: 'nested', connectionName: 'nested', logger: silentLogger };
    const opening = createRabbitBroker({ ...options, retryDelays: shortDelays });
    opened.push(opening);
    await opening.declare(topology);
    return opening;
  };
  const publishNested = (to: string, depth: number) => {
    const program = path.join(import.meta.dirname, 'publish-nested.mjs');
    const given = [rabbit.url, `nested.${to}`, String(depth)];
    return promisify(execFile)(process.execPath, ['--stack-size=60000', program, ...given]);
  };

  beforeAll(async () => {
    rabbit = await startBreakableRabbit();
    broker = await open();
  });
  afterAll(async () => {
    await Promise.all(opened.map((each) => each.close(0)));
    await rabbit.stop();
  });

  it('do not get into a RabbitMQ of the launcher, and what does can be read', async () => {
    const inbox = await new Inbox(broker, queue).ready();
    await expect(publishNested(queue, 5_000)).rejects.toMatchObject({ code: 1 });
    await publishNested(queue, 3_200);
    await broker.send(queue, message('healthy'));
    await eventually(() => expect(inbox.ids).toEqual(['', 'healthy']));
    await inbox.stop();
  });

  it('leave room for the longest headers of ours, and for what a failure adds to them', async () => {
    const inbox = await new Inbox(broker, queue).ready();
    const longest = 'é'.repeat(500);
    const attributes = [
      'source',
      'subject',
      'time',
      'correlationId',
      'causationId',
      'actor',
      'traceparent',
      'replayId',
    ];
    const envelope = Object.fromEntries(attributes.map((name) => [name, longest])) as Partial<Envelope>;
    const errors = { errorCode: longest, errorMessage: 'é'.repeat(1_000), firstFailedAt: longest };
    const failure = { queue, attempts: 1, ...errors };
    const sent = {
      ...message('longest', { ...envelope, type: longest, failure }),
      content: Buffer.alloc(100_000, 'x'),
    };
    await broker.retryLater(queue, 5_000, sent);
    await eventually(() => expect(inbox.ids).toEqual(['longest']));
    const received = inbox.deliveries[0]?.message;
    expect(received?.envelope).toEqual({ ...sent.envelope, failure: { ...failure, errorMessage: longest } });
    expect(received?.content.equals(sent.content)).toBe(true);
    await inbox.stop();
  });

  it('of somebody else that leave no room for a failure count as missing, and the message can be set aside', async () => {
    const inbox = await new Inbox(broker, queue).ready();
    const foreigner = await connect(rabbit.url);
    const channel = await foreigner.createConfirmChannel();
    const attributes = ['type', 'source', 'subject', 'time', 'correlationid', 'causationid', 'actor', 'replayid'];
    const headers = Object.fromEntries(attributes.map((name) => [`cloudEvents:${name}`, '€'.repeat(640)]));
    channel.publish('', `nested.${queue}`, Buffer.from('{}'), { headers: { ...headers, 'cloudEvents:id': 'foreign' } });
    await channel.waitForConfirms();
    await eventually(() => expect(inbox.ids).toEqual(['foreign']));
    const { envelope, ...rest } = inbox.deliveries[0]?.message ?? message('none');
    const failure = { queue, attempts: 1, firstFailedAt: '', errorCode: 'X', errorMessage: 'x'.repeat(1_000) };
    await broker.send(deadLetterQueue, { ...rest, envelope: { ...envelope, failure } });
    expect(await broker.browse(deadLetterQueue, 1)).toMatchObject([{ envelope: { id: 'foreign', failure } }]);
    await foreigner.close();
    await inbox.stop();
  });

  it('end whoever looks at the dead letters with an error, and never leave them waiting', async () => {
    await rabbit.control('eval', 'application:set_env(rabbit, frame_max, 131072).');
    const unlimited = await open();
    await publishNested(deadLetterQueue, 8_000);
    const lookers = [() => unlimited.browse(deadLetterQueue, 10), () => unlimited.holdDeadLetters(10)];
    for (const look of lookers) {
      await eventually(() => expect(unlimited.connected).toBe(true));
      const { state } = outcomeOf(look());
      await eventually(() => expect(state()).toBe('BROKER_UNAVAILABLE'));
    }
    await eventually(() => expect(unlimited.connected).toBe(true));
    expect(await unlimited.exists(queue)).toBe(true);
  });
});
