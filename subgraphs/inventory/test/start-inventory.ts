import { createLogger, startService } from '@ordergraph/service';
import {
  type GraphqlAnswer,
  requestGraphql,
  testIdentity,
  testMongo,
  testUser,
  uniqueNamespace,
  watchGraphql,
} from '@ordergraph/testing';
import { inventoryService } from '../src/service.js';

/** The whole service over HTTP, with no broker to be reached: the catalogue needs none. */
export async function startInventory() {
  const namespace = uniqueNamespace();
  const identity = await testIdentity();
  const service = await startService(inventoryService, {
    environment: {
      ...identity.environment,
      MONGODB_URI: testMongo().uri,
      AMQP_URL: 'amqp://127.0.0.1:1',
      NAMESPACE: namespace.name,
      PORT: '0',
      SEED_DEMO_DATA: 'true',
    },
    logger: createLogger({ name: 'inventory-test', level: 'silent' }),
  });
  const operator = await identity.sign(testUser('operator', 'catalog:write'));
  const visitor = await identity.signForSubgraph({ kind: 'visitor' }, 'inventory');
  const ask =
    (authorization: string | undefined) =>
    <Data>(query: string, variables: Record<string, unknown> = {}): Promise<GraphqlAnswer<Data>> =>
      requestGraphql<Data>({ url: service.url, query, variables, authorization });
  return {
    asOperator: ask(operator),
    asVisitor: ask(visitor),
    asStranger: ask(undefined),
    watch: <Data>(query: string) => watchGraphql<Data>({ url: service.url, query, authorization: visitor }),
    async stop() {
      await service.stop();
      await namespace.cleanup();
    },
  };
}

export type StartedInventory = Awaited<ReturnType<typeof startInventory>>;
