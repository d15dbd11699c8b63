import { testMongo, uniqueNamespace } from '@ordergraph/testing';
import { connectDatabase } from '../src/database/connect.js';

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
});
