import {
  requestGraphql,
  testIdentity,
  testMongo,
  type TestIdentity,
  type TestNamespace,
  uniqueNamespace,
  watchGraphql,
} from '@ordergraph/testing';
import { createLogger, type Environment, type RunningService, startService } from '../src/index.js';
import { createLibrary, type Library } from './library.js';

/** A library on real sockets and a real database. Its broker is away, as it may be for any service. */
export interface RunningLibrary {
  readonly library: Library;
  readonly service: RunningService;
  readonly identity: TestIdentity;
  readonly namespace: TestNamespace;
  /** Lines that were logged. */
  readonly lines: readonly string[];
  ask(query: string, authorization?: string, variables?: Record<string, unknown>): ReturnType<typeof requestGraphql>;
  watch(
    query: string,
    authorization?: string,
    identityIn?: 'connection' | 'subscribe',
  ): ReturnType<typeof watchGraphql<{ ticks: { number: number } }>>;
  stop(): Promise<void>;
}

export async function startLibrary(environment: Environment = {}): Promise<RunningLibrary> {
  const [library, identity, namespace] = [createLibrary(), await testIdentity(), uniqueNamespace()];
  const lines: string[] = [];
  const service = await startService(library.definition, {
    logger: createLogger({ name: 'test', destination: { write: (line) => void lines.push(line) } }),
    environment: {
      MONGODB_URI: testMongo().uri,
      AMQP_URL: 'amqp://127.0.0.1:1',
      NAMESPACE: namespace.name,
      TRUSTED_ISSUERS: identity.trustedIssuers,
      GREETING: 'hello',
      SHUTDOWN_BUDGET_SECONDS: '5',
      ...environment,
    },
  });
  const { url } = service;
  return {
    library,
    service,
    identity,
    namespace,
    lines,
    ask: (query, authorization, variables = {}) => requestGraphql({ url, query, authorization, variables }),
    watch: (query, authorization, identityIn = 'connection') => watchGraphql({ url, query, authorization, identityIn }),
    async stop() {
      await service.stop();
      await namespace.cleanup();
    },
  };
}
