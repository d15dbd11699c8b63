import { testMongo, uniqueNamespace } from '@ordergraph/testing';
import mongoose from 'mongoose';
import { type OrderRow, orderRowsIn } from '../src/views/order-views.js';
import { activeOrdersIn } from '../src/watching/active-orders.js';
import { underWayOrMovedSince } from '../src/watching/order-wakes.js';

const customerId = 'customer';
const namespace = uniqueNamespace();
const database = mongoose.createConnection(testMongo().uri, { dbName: `${namespace.name}_orders` });
const rows = orderRowsIn(database);
const since = new Date('2026-01-02T00:00:00.000Z');
const long = new Date('2026-01-01T00:00:00.000Z');

const row = (_id: string, changed: Partial<OrderRow> = {}): OrderRow => ({
  _id,
  version: 5,
  customerId,
  status: 'CONFIRMED',
  placedAt: long,
  updatedAt: long,
  ...changed,
});

beforeAll(async () => {
  await rows.init();
  await rows.insertMany([
    ...Array.from({ length: 3_000 }, (_, index) => row(`old-${index}`)),
    ...Array.from({ length: 3_000 }, (_, index) => row(`other-${index}`, { customerId: 'other', status: 'PENDING' })),
    row('moved', { updatedAt: new Date(since.getTime() - 10_000) }),
    row('pending', { status: 'PENDING', version: 2, placedAt: new Date(0) }),
  ]);
});
afterAll(async () => {
  await database.dropDatabase();
  await database.close();
});

describe('the orders that a watcher looks at', () => {
  it('are those under way and those that moved lately, oldest first', async () => {
    expect(await activeOrdersIn(rows)(customerId, since)).toEqual([
      { id: 'pending', placedAt: new Date(0), restsAt: undefined },
      { id: 'moved', placedAt: long, restsAt: 5 },
    ]);
  });

  it('are no more than asked for, however far a client goes back', async () => {
    expect(await activeOrdersIn(rows)(customerId, new Date(0), 100)).toHaveLength(100);
  });

  it('are found without a look at all the others', async () => {
    const { executionStats } = (await rows
      .find(underWayOrMovedSince({ $eq: customerId }, since))
      .explain('executionStats')) as unknown as { executionStats: { totalDocsExamined: number } };
    expect(executionStats.totalDocsExamined).toBeLessThan(10);
  });
});
