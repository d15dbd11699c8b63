import { allContracts, ContractRegistry, ReserveStock, StockReserved } from '@ordergraph/events';
import pino from 'pino';
import type { Broker } from '../broker/port.js';
import { type Commit, commitId } from '../commits/commit.js';
import { BrokerUnavailable } from '../errors.js';
import type { PublishedMarks } from './published-marks.js';
import { Publisher } from './publisher.js';

const commit: Commit = {
  _id: commitId('reservation-1', 1),
  messages: [StockReserved({ orderId: '1' }), ReserveStock({ orderId: '1', lines: [] })],
  cause: 'cause',
  context: { correlationId: 'correlation' },
  at: new Date(0),
  armed: 1,
  pending: 1,
};

/** A publisher over a broker that takes events, and commands as it is told. */
function publisherThat(send: () => Promise<void>) {
  const marked: Commit[] = [];
  const left: Commit[] = [];
  const marks = {
    published: async (each: Commit) => void marked.push(each),
    leftPending: async (each: Commit) => void left.push(each),
    idle: () => Promise.resolve(),
  };
  const broker = { connected: true, publish: () => Promise.resolve(), send };
  const publisher = new Publisher({
    broker: broker as unknown as Broker,
    service: 'inventory',
    marks: marks as unknown as PublishedMarks,
    registry: new ContractRegistry(allContracts),
    logger: pino({ level: 'silent' }),
  });
  return { publisher, marked, left };
}

describe('a publisher', () => {
  it('marks a commit when the broker has every message of it', async () => {
    const { publisher, marked } = publisherThat(() => Promise.resolve());
    publisher.offer(commit);
    await publisher.drain();
    expect(marked).toEqual([commit]);
  });

  it('leaves a commit pending when the broker does not take one of its messages', async () => {
    const { publisher, marked, left } = publisherThat(() => Promise.reject(new BrokerUnavailable('gone')));
    publisher.offer(commit);
    await publisher.drain();
    expect({ marked, left }).toEqual({ marked: [], left: [commit] });
  });
});
