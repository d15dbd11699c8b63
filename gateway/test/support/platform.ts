import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Principal } from '@ordergraph/service';
import { testIdentity } from '@ordergraph/testing';
import { type Logger, pino } from 'pino';

import { composeSupergraph } from '../../src/composition/compose-supergraph.js';
import { writeSupergraph } from '../../src/composition/write-supergraph.js';
import { type RunningGateway, startGateway } from '../../src/service.js';
import { catalogueSubgraph, type TestCatalogue } from './catalogue.js';
import { accountsSubgraph, countersSubgraph, type TestRooms } from './graph.js';
import { startSubgraph, type SubgraphDefinition, type TestSubgraph } from './subgraph.js';

/** Running subgraphs and a gateway before them. */
export interface Platform extends TestRooms {
  gateway: RunningGateway;
  url: string;
  accounts: TestSubgraph;
  counters: TestSubgraph;
  catalogue: TestSubgraph & Pick<TestCatalogue, 'reprice'>;
  supergraphFile: string;
  sign(principal: Principal, lifetimeSeconds?: number): Promise<string>;
  /** A token as the gateway makes them for its subgraphs. */
  signForSubgraph(principal: Principal, subgraph: string): Promise<string>;
  /** Starts another gateway before the same subgraphs; it is stopped with the platform. */
  startGateway(environment?: Record<string, string>, logger?: Logger): Promise<RunningGateway>;
  /** Composes again, with schemas changed as given, and replaces the gateway's file. */
  recompose(changes: Record<string, (typeDefs: string) => string>): Promise<void>;
  stop(): Promise<void>;
}

export async function startPlatform(
  environment: Record<string, string> = {},
  platformLogger = pino({ level: process.env['TEST_LOG_LEVEL'] ?? 'silent' }),
): Promise<Platform> {
  const identity = await testIdentity();
  const rooms = countersSubgraph();
  const accounts = await startSubgraph(accountsSubgraph(), identity.issuers);
  const counters = await startSubgraph(rooms, identity.issuers);
  const shop = catalogueSubgraph();
  const catalogue = await startSubgraph(shop, identity.issuers);
  const directory = await mkdtemp(join(tmpdir(), 'gateway-'));
  const supergraphFile = join(directory, 'supergraph.graphql');
  const compose = (changes: Record<string, (typeDefs: string) => string>) =>
    writeComposed(directory, [accounts, counters, catalogue], changes);
  await compose({});
  const gateways: RunningGateway[] = [];
  const start = async (own: Record<string, string> = {}, logger: Logger = platformLogger): Promise<RunningGateway> => {
    const gateway = await startGateway({
      environment: {
        ...identity.environment,
        SUPERGRAPH_FILE: supergraphFile,
        PORT: '0',
        SUBGRAPH_CONNECTIONS: '4',
        ...environment,
        ...own,
      },
      logger,
    });
    gateways.push(gateway);
    return gateway;
  };
  const gateway = await start();
  return {
    gateway,
    url: gateway.url,
    accounts,
    counters,
    catalogue: { ...catalogue, reprice: shop.reprice },
    supergraphFile,
    room: rooms.room,
    sign: (principal, lifetimeSeconds = 900) => identity.sign(principal, { lifetimeSeconds }),
    signForSubgraph: identity.signForSubgraph,
    startGateway: start,
    recompose: compose,
    stop: async () => {
      await Promise.all(gateways.map((each) => each.stop()));
      await Promise.all([accounts.stop(), counters.stop(), catalogue.stop()]);
      await rm(directory, { recursive: true });
    },
  };
}

async function writeComposed(
  directory: string,
  subgraphs: readonly (SubgraphDefinition & { url: string })[],
  changes: Record<string, (typeDefs: string) => string>,
): Promise<void> {
  const entries = await Promise.all(
    subgraphs.map(async ({ name, url, typeDefs }) => {
      await writeFile(join(directory, `${name}.graphql`), changes[name]?.(typeDefs) ?? typeDefs);
      return `  ${name}: { routing_url: '${url}', schema: { file: ./${name}.graphql } }`;
    }),
  );
  await writeFile(
    join(directory, 'supergraph.yaml'),
    `federation_version: =2.14.4\nsubgraphs:\n${entries.join('\n')}\n`,
  );
  const { sdl } = await composeSupergraph({ file: join(directory, 'supergraph.yaml') });
  await writeSupergraph(join(directory, 'supergraph.graphql'), sdl);
}
