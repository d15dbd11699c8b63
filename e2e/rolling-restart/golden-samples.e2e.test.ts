import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { publicContracts } from '@ordergraph/events';
import {
  type Broker,
  type BrokerMessage,
  commandsQueue,
  createRabbitBroker,
  deadLetterQueue,
  eventsExchange,
} from '@ordergraph/messaging';
import { eventually, testBrokerUrl } from '@ordergraph/testing';
import { type Sample, scrape } from '../support/telemetry.js';
import { startTestPlatform, type TestPlatform } from '../support/test-platform.js';

const folder = path.resolve(import.meta.dirname, '../../shared/events/golden');
/** Every version that was ever written, but for those between the services' own machinery. */
const samples = readdirSync(folder)
  .map((file) => path.basename(file, '.json'))
  .filter((type) => !type.startsWith('messaging.'));
/** Events that perhaps no service of the platform asks for. */
const maybeUnheard = /^orders\.|^payments\.payment-refunded/;

const owners = [...new Set(samples.map((type) => type.slice(0, type.indexOf('.'))))];
const nothing = (): undefined => undefined;
const silent = { debug: nothing, info: nothing, warn: nothing, error: nothing };

const describeWithRabbit = testBrokerUrl() === undefined ? describe.skip : describe;

describeWithRabbit('a message of every version that was ever written', () => {
  let platform: TestPlatform;
  let broker: Broker;
  beforeAll(async () => {
    platform = await startTestPlatform({ amqpUrl: testBrokerUrl() });
    const { namespace } = platform.current;
    broker = createRabbitBroker({ url: testBrokerUrl() ?? '', namespace, connectionName: 'golden', logger: silent });
    await broker.declare({ exchanges: owners.map(eventsExchange), queues: [] });
  }, 120_000);
  afterAll(async () => {
    await broker.close(1_000);
    await platform.remove();
  }, 60_000);

  const endings = async (): Promise<Sample[]> =>
    (await scrape(platform.current)).filter(({ name }) => name === 'ordergraph_events_processed_total');
  const counted = (all: readonly Sample[], type: string, status: string): number =>
    all.find(({ labels }) => labels['event_type'] === type && labels['status'] === status)?.value ?? 0;

  it('is handled by each of its consumers', async () => {
    const before = await endings();
    for (const type of samples) await tell(broker, sampleOf(type));
    await eventually(
      async () => {
        const now = await endings();
        const isUnhandled = (type: string): boolean =>
          counted(now, type, 'processed') <= counted(before, type, 'processed');
        expect(samples.filter((type) => isUnhandled(type) && !maybeUnheard.test(type))).toEqual([]);
      },
      { timeoutMs: 40_000 },
    );
    // One may have waited for another: no sample is about an order that exists.
    expect((await endings()).filter(({ labels }) => labels['status'] === 'dead_lettered')).toEqual([]);
    expect(await broker.browse(deadLetterQueue, 10)).toEqual([]);
  }, 60_000);
});

function sampleOf(type: string): BrokerMessage {
  return {
    routingKey: type.replace(/\.v\d+$/, ''),
    content: readFileSync(path.join(folder, `${type}.json`)),
    envelope: {
      id: `golden-${type}`,
      type,
      source: 'golden',
      subject: `golden-${type}`,
      time: new Date().toISOString(),
      version: 1,
      correlationId: 'golden',
    },
  };
}

function tell(broker: Broker, message: BrokerMessage): Promise<void> {
  const contract = publicContracts.find(message.envelope.type);
  if (!contract) throw new TypeError(`no contract reads ${message.envelope.type}`);
  const { kind, owner } = contract;
  return kind === 'command'
    ? broker.send(commandsQueue(owner), message)
    : broker.publish(eventsExchange(owner), message);
}
