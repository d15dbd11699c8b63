import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { eventually } from '@ordergraph/testing';
import pino from 'pino';

import { createMetrics } from '../src/metrics.js';
import { followSupergraph } from '../src/supergraph/follow-supergraph.js';
import { SupergraphRegistry } from '../src/supergraph/supergraph-registry.js';
import { composeInMemory, link } from './execution/in-memory-graph.js';

const textWith = (label: string): string =>
  composeInMemory({
    old: {
      typeDefs: `${link('"@key"')} type Query { part: Part } type Part @key(fields: "id") { id: ID! price: Int size: Int }`,
      resolvers: {},
    },
    next: {
      typeDefs: `${link('"@key", "@override"')}
        type Part @key(fields: "id") { id: ID! price: Int @override(from: "old", label: "${label}") size: Int @override(from: "old", label: "${label}") }`,
      resolvers: {},
    },
  }).sdl;

it('a supergraph with a label of @override that nobody decides says so once, when it is loaded', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'override-labels-'));
  const file = join(directory, 'supergraph.graphql');
  const told: { labels?: unknown; msg: string }[] = [];
  const logger = pino({ level: 'warn' }, { write: (line) => told.push(JSON.parse(line) as (typeof told)[number]) });
  const registry = new SupergraphRegistry({ routingUrls: {}, onListenerFailure: () => undefined });
  await writeFile(file, textWith('percent(5)'));
  const source = await followSupergraph({
    location: { kind: 'file', file },
    registry,
    metrics: createMetrics(),
    logger,
  });
  try {
    expect(registry.current?.overrides.undecided).toEqual([]);
    expect(told).toEqual([]);
    await writeFile(file, textWith('summer.sale'));
    await eventually(() => expect(told).toMatchObject([{ labels: ['summer.sale'], level: 40 }]));
  } finally {
    source.stop();
    await rm(directory, { recursive: true });
  }
});
