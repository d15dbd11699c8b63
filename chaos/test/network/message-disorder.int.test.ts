import { eventually, testBrokerUrl } from '@ordergraph/testing';
import { type Channel, type ChannelModel, connect, type ConsumeMessage } from 'amqplib';
import { type Network, startNetwork } from '../../src/network/network.js';
import { createRandom } from '../../src/random.js';

const suite = testBrokerUrl() === undefined ? describe.skip : describe;

const count = 200;
const all = Array.from({ length: count }, (_, number) => String(number));
const inOrder = (texts: readonly string[]): string[] => [...texts].sort((a, b) => Number(a) - Number(b));

suite('the network between services and RabbitMQ', () => {
  let network: Network;
  let connection: ChannelModel;
  let channel: Channel;
  let queue: string;
  let received: ConsumeMessage[];
  const texts = (): string[] => received.map(({ content }) => content.toString());

  beforeEach(async () => {
    network = await startNetwork({ services: [], brokerUrls: [testBrokerUrl() ?? ''], random: createRandom(1) });
    connection = await connect(network.brokerUrls[0] ?? '');
    channel = await connection.createChannel();
    received = [];
    // Not exclusive to the connection: what it did not settle has to survive it.
    ({ queue } = await channel.assertQueue('', { autoDelete: false, durable: true }));
    for (const text of all) channel.sendToQueue(queue, Buffer.from(text));
  });

  afterEach(async () => {
    await channel.deleteQueue(queue);
    await connection.close();
    await network.close();
  });

  const consume = (settle = true): Promise<{ consumerTag: string }> =>
    channel.consume(queue, (message) => {
      if (!message) return;
      received.push(message);
      if (settle) channel.ack(message);
    });

  it('passes every message once and in order when nothing is disordered', async () => {
    await consume();
    await eventually(() => expect(received).toHaveLength(count));
    expect(texts()).toEqual(all);
  });

  it('delivers a message twice, and lets the broker see one acknowledgement', async () => {
    network.disorder.duplicate = 1;
    await consume();
    await eventually(() => expect(received).toHaveLength(2 * count));
    expect(inOrder(texts())).toEqual(inOrder([...all, ...all]));
    // A second acknowledgement of the same delivery would have closed the channel.
    await expect(channel.checkQueue(queue)).resolves.toMatchObject({ messageCount: 0 });
    expect(network.meddled).toEqual({ duplicated: count, held: 0 });
  });

  it('lets messages overtake each other and loses none', async () => {
    network.disorder.hold = 0.5;
    await consume();
    await eventually(() => expect(received).toHaveLength(count));
    expect(texts()).not.toEqual(all);
    expect(inOrder(texts())).toEqual(all);
    expect(network.meddled.held).toBeGreaterThan(count / 4);
  });

  it('hands out what it holds when a consumer stops', async () => {
    network.disorder.hold = 1;
    const { consumerTag } = await consume();
    await eventually(() => expect(network.meddled.held).toBe(count));
    await channel.cancel(consumerTag);
    expect(inOrder(texts())).toEqual(all);
  });

  it('leaves what it holds to the broker when the connection ends', async () => {
    network.disorder.hold = 1;
    await consume(false);
    await eventually(() => expect(network.meddled.held).toBe(count));
    await connection.close();
    network.disorder.hold = 0;
    connection = await connect(network.brokerUrls[0] ?? '');
    channel = await connection.createChannel();
    received = [];
    await consume();
    await eventually(() => expect(received).toHaveLength(count));
  });

  it('makes every piece wait when it is slow', async () => {
    network.lag.milliseconds = 300;
    const from = performance.now();
    await channel.checkQueue(queue);
    expect(performance.now() - from).toBeGreaterThanOrEqual(600);
  });
});
