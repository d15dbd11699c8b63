import { allContracts, ContractRegistry, ReserveStock, StockReserved } from '@ordergraph/events';
import pino from 'pino';
import type { Broker } from '../broker/port.js';
import { type Commit, commitId } from '../commits/commit.js';
import { BrokerUnavailable, StreamUnreadable } from '../errors.js';
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
  const taken: string[] = [];
  const marks = {
    published: async (each: Commit) => void marked.push(each),
    leftPending: async (each: Commit) => void left.push(each),
    idle: () => Promise.resolve(),
  };
  const broker = {
    connected: true,
    publish: async () => void taken.push('event'),
    send: async () => {
      taken.push('command');
      await send();
    },
  };
  const publisher = new Publisher({
    broker: broker as unknown as Broker,
    service: 'inventory',
    marks: marks as unknown as PublishedMarks,
    registry: new ContractRegistry(allContracts),
    logger: pino({ level: 'silent' }),
  });
  return { publisher, marked, left, taken };
}

describe('a publisher', () => {
  it('marks a commit when the broker has every message of it', async () => {
    const { publisher, marked } = publisherThat(() => Promise.resolve());
    publisher.offer(commit, Promise.resolve());
    await publisher.drain();
    expect(marked).toEqual([commit]);
  });

  it('leaves a commit pending when the broker does not take one of its messages', async () => {
    const { publisher, marked, left } = publisherThat(() => Promise.reject(new BrokerUnavailable('gone')));
    publisher.offer(commit, Promise.resolve());
    await publisher.drain();
    expect({ marked, left }).toEqual({ marked: [], left: [commit] });
  });

  it('sends commands at once, and events when own views show the commit', async () => {
    const { publisher, marked, taken } = publisherThat(() => Promise.resolve());
    let show = (): void => undefined;
    const shown = new Promise<void>((resolve) => (show = resolve));
    publisher.offer(commit, shown);
    expect(taken).toEqual(['command']);
    show();
    await publisher.drain();
    expect({ taken, marked }).toEqual({ taken: ['command', 'event'], marked: [commit] });
  });

  it('leaves a commit pending, and its events untold, when own views cannot show it', async () => {
    const { publisher, marked, left, taken } = publisherThat(() => Promise.resolve());
    publisher.offer(commit, Promise.reject(new Error('not written')));
    await publisher.drain();
    expect({ taken, marked, left }).toEqual({ taken: ['command'], marked: [], left: [commit] });
  });

  it('says of a commit that it cannot read what is wrong with it, whatever becomes of its views', async () => {
    const { publisher } = publisherThat(() => Promise.resolve());
    const unknown = { ...commit, messages: [{ type: 'inventory.never-heard-of.v9', data: {} }] } as unknown as Commit;
    await expect(publisher.publish(unknown, Promise.reject(new Error('not written')))).rejects.toThrow(
      StreamUnreadable,
    );
  });
});
