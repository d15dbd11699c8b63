import { type ExecutionResult, parse } from 'graphql';

import { visitor } from '@ordergraph/service';

import { OperationAnalyses } from '../../src/operations/operation-analyses.js';
import type { PreparedOperation } from '../../src/operations/prepared-operation.js';
import type { RequestContext } from '../../src/request-context.js';
import { composeInMemory, type Definitions, link, subgraphsInMemory } from './in-memory-graph.js';

const FROM_OLD = (label?: string) => `@override(from: "old"${label === undefined ? '' : `, label: "${label}"`})`;

/** Fields on their way from one subgraph to another, at several paces. */
const definitions: Definitions = {
  old: {
    typeDefs: `${link('"@key"')}
      type Query { part: Part }
      type Part @key(fields: "id") { id: ID! name: String price: String stock: String size: String weight: String colour: String }`,
    resolvers: {
      Query: { part: () => ({ id: '1' }) },
      Part: Object.fromEntries(
        ['name', 'price', 'stock', 'size', 'weight', 'colour'].map((field) => [field, () => 'old']),
      ),
    },
  },
  next: {
    typeDefs: `${link('"@key", "@override"')}
      type Part @key(fields: "id") {
        id: ID!
        price: String ${FROM_OLD('percent(30)')} stock: String ${FROM_OLD('percent(2.5)')} size: String ${FROM_OLD('percent(0)')}
        weight: String ${FROM_OLD('percent(100)')} colour: String ${FROM_OLD('summer.sale')}
      }`,
    resolvers: {
      Part: Object.fromEntries(['price', 'stock', 'size', 'weight', 'colour'].map((field) => [field, () => 'next'])),
    },
  },
};
const supergraph = composeInMemory(definitions);

/** Prepares an operation for requests, each with a number that decides. */
function preparing(text: string, graph = supergraph): (chance: number) => PreparedOperation {
  let next = 0;
  const analyses = new OperationAnalyses({ assumedListSize: 10, random: () => next });
  const document = parse(text);
  return (chance) => {
    next = chance;
    return analyses.of({ supergraph: graph, document, operationName: undefined }).preparedFor(visitor, {});
  };
}

const answered = async (text: string, chance: number): Promise<ExecutionResult['data']> => {
  const { execute } = preparing(text)(chance);
  const result = await execute({
    subgraphs: subgraphsInMemory(definitions),
    variables: {},
    context: {} as RequestContext,
  });
  return result.data;
};

describe('a field that moves to another subgraph by @override(label:)', () => {
  it.each([
    [0, { price: 'next', stock: 'next', size: 'old', weight: 'next', colour: 'old' }],
    [0.0249, { price: 'next', stock: 'next', size: 'old', weight: 'next', colour: 'old' }],
    [0.025, { price: 'next', stock: 'old', size: 'old', weight: 'next', colour: 'old' }],
    [0.3, { price: 'old', stock: 'old', size: 'old', weight: 'next', colour: 'old' }],
    [0.999_999, { price: 'old', stock: 'old', size: 'old', weight: 'next', colour: 'old' }],
  ])('is asked of the new one for its share of requests: %p', async (chance, part) => {
    expect(await answered('{ part { price stock size weight colour } }', chance)).toEqual({ part });
  });

  it('is its share of many requests, by chance', () => {
    const analyses = new OperationAnalyses({ assumedListSize: 10 });
    const document = parse('{ part { price } }');
    const drawn = Array.from({ length: 2_000 }, () =>
      analyses.of({ supergraph, document, operationName: undefined }).preparedFor(visitor, {}),
    );
    const kinds = [...new Set(drawn)].map((kind) => drawn.filter((each) => each === kind).length);
    expect(kinds.sort((one, other) => one - other)).toEqual([expect.any(Number), expect.any(Number)]);
    expect(kinds[0]).toBeGreaterThan(480);
    expect(kinds[0]).toBeLessThan(720);
  });
});

describe('what is prepared of an operation whose fields move', () => {
  it('is kept for each set of labels that is on', () => {
    const prepare = preparing('{ part { price stock } }');
    const kinds = [0, 0.01, 0.1, 0.2, 0.3, 0.9].map(prepare);
    expect(new Set(kinds).size).toBe(3);
    expect(kinds[0]).toBe(kinds[1]);
    expect(kinds[2]).toBe(kinds[3]);
    expect(kinds[4]).toBe(kinds[5]);
  });

  it('is one thing where the labels stand for all requests or none', () => {
    const prepare = preparing('{ part { weight size colour } }');
    expect(prepare(0)).toBe(prepare(0.99));
  });
});

describe('a stream with fields that move', () => {
  const streaming = composeInMemory({
    old: {
      typeDefs: `${link('"@key"')}
        type Query { part: Part }
        type Subscription { parts: Part }
        type Part @key(fields: "id") { id: ID! price: String }`,
      resolvers: {},
    },
    next: {
      typeDefs: `${link('"@key", "@override"')}
        type Part @key(fields: "id") { id: ID! price: String ${FROM_OLD('percent(30)')} }`,
      resolvers: {},
    },
  });

  it('is prepared for one of the subgraphs, for as long as it lasts', () => {
    const prepare = preparing('subscription { parts { price } }', streaming);
    const streams = [0.1, 0.9].map((chance) => prepare(chance).stream);
    expect(streams.map((stream) => stream?.leavesEventsAlone)).toEqual([false, true]);
    expect(streams.map((stream) => stream?.primary.serviceName)).toEqual(['old', 'old']);
  });
});

it('labels of another kind are known, and off', () => {
  expect(supergraph.overrides.undecided).toEqual(['summer.sale']);
});
