import { connect } from 'amqplib';
import mongoose from 'mongoose';
import { testBrokers, testMongo, uniqueNamespace } from '@ordergraph/testing';

describe('the infrastructure of a test run', () => {
  it('has a MongoDB with transactions and change streams', async () => {
    const namespace = uniqueNamespace();
    const connection = await mongoose
      .createConnection(testMongo().uri, { dbName: `${namespace.name}_probe` })
      .asPromise();
    const session = await connection.startSession();
    await session.withTransaction(() => connection.collection('things').insertOne({ name: 'one' }, { session }));
    await session.endSession();
    expect(await connection.collection('things').countDocuments()).toBe(1);
    await namespace.cleanup();
    expect(await connection.collection('things').countDocuments()).toBe(0);
    await connection.close();
  });

  it.each(testBrokers())('offers the broker $kind', async ({ kind, url }) => {
    if (url === undefined) return expect(kind).toBe('embedded');
    const connection = await connect(url, {});
    await connection.close();
  });
});
