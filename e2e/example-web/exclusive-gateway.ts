import path from 'node:path';
import {
  freePlatformPort,
  platformPorts,
  prepareEnvironments,
  repositoryRoot,
  startProgramProcess,
} from '@ordergraph/launcher';
import { testMongo } from '@ordergraph/testing';
import type { TestPlatform } from '../support/test-platform.js';

/** A gateway in a process of its own before a running platform, which accepts the operations of the stored manifest and no others. */
export interface ExclusiveGateway {
  readonly graphqlUrl: string;
  /** `kill -9`. */
  kill(): Promise<void>;
  start(): Promise<void>;
}

export async function startExclusiveGateway({ current, dataDirectory }: TestPlatform): Promise<ExclusiveGateway> {
  const environments = await prepareEnvironments({
    environment: { ...process.env, NODE_ENV: 'development' },
    namespace: current.namespace,
    dataDirectory,
    ports: platformPorts(Number(new URL(current.graphqlUrl).port)),
    mongo: testMongo(),
    broker: { kind: 'embedded' },
  });
  const port = await freePlatformPort();
  const environment = {
    ...environments.gateway,
    PORT: String(port),
    PERSISTED_MANIFEST_FILE: path.join(repositoryRoot, 'clients/graph/persisted-manifest.json'),
  };
  const log = path.join(dataDirectory, 'logs', 'exclusive-gateway.log');
  const start = () => startProgramProcess('gateway', environment, { log });
  let running = await start();
  return {
    graphqlUrl: `http://127.0.0.1:${port}/graphql`,
    async kill() {
      running.kill();
      await running.ended;
    },
    async start() {
      running = await start();
    },
  };
}
