import { createLogger, startService } from '@ordergraph/service';
import { type GraphqlAnswer, requestGraphql, testIdentity, testMongo, uniqueNamespace } from '@ordergraph/testing';
import { usersService } from '../src/service.js';

/** The whole service over HTTP, with no broker to be reached: an account needs none. */
export async function startUsers() {
  const namespace = uniqueNamespace();
  const identity = await testIdentity();
  const service = await startService(usersService, {
    environment: {
      ...identity.environment,
      MONGODB_URI: testMongo().uri,
      AMQP_URL: 'amqp://127.0.0.1:1',
      NAMESPACE: namespace.name,
      PORT: '0',
      SEED_DEMO_DATA: 'true',
    },
    logger: createLogger({ name: 'users-test', level: 'silent' }),
  });
  const visitor = await identity.signForSubgraph({ kind: 'visitor' }, 'users');
  return {
    origin: new URL(service.url).origin,
    /** Asks as whoever has this access token; without one as a visitor. */
    ask: <Data>(
      query: string,
      variables: Record<string, unknown> = {},
      accessToken?: string,
    ): Promise<GraphqlAnswer<Data>> => {
      const authorization = accessToken === undefined ? visitor : `Bearer ${accessToken}`;
      return requestGraphql<Data>({ url: service.url, query, variables, authorization });
    },
    async stop() {
      await service.stop();
      await namespace.cleanup();
    },
  };
}

export type StartedUsers = Awaited<ReturnType<typeof startUsers>>;
