import { testMongo, uniqueNamespace } from '@ordergraph/testing';
import { connectDatabase } from '../src/database/connect.js';
import { stallingProxyTo } from './stalling-proxy.js';

const namespace = uniqueNamespace();
afterAll(() => namespace.cleanup());

describe('the database of a service', () => {
  it('reads what the majority has, from the primary, and writes to the journals of the majority', async () => {
    const connection = await connectDatabase({ uri: testMongo().uri, name: `${namespace.name}_durable` });
    const { readPreference, readConcern, writeConcern } = connection
      .getClient()
      .db(connection.name)
      .collection('commits');
    expect(readPreference?.mode).toBe('primary');
    expect(readConcern?.level).toBe('majority');
    expect(writeConcern).toMatchObject({ w: 'majority', journal: true });
    await connection.close();
  });

  it('fails what it had not sent when the server stopped reading', async () => {
    const proxy = await stallingProxyTo(new URL(testMongo().uri));
    const uri = `mongodb://127.0.0.1:${proxy.port}/?directConnection=true&heartbeatFrequencyMS=500&connectTimeoutMS=1000`;
    const connection = await connectDatabase({ uri, name: `${namespace.name}_stalled` });
    const rows = connection.collection('rows');
    await rows.insertOne({ text: 'small' });
    proxy.stall();
    await expect(rows.insertMany(Array.from({ length: 12 }, () => ({ text: 'x'.repeat(2 ** 20) })))).rejects.toThrow();
    await proxy.close();
    await connection.close();
  }, 30_000);
});
