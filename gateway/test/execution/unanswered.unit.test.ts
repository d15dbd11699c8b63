import { GraphQLError } from 'graphql';

import { answer, answeringInstead } from './compiled.js';
import { answerInMemory, composeInMemory, type Definitions, link, subgraphsInMemory } from './in-memory-graph.js';

/** Parcels, whose volume one subgraph computes from what another knows. */
const definitions: Definitions = {
  list: {
    typeDefs: `${link('"@key"')} type Query { parcels: [Parcel!]! } type Parcel @key(fields: "id") { id: ID! note: String }`,
    resolvers: { Query: { parcels: () => [{ id: '1', note: 'A' }] } },
  },
  sizes: {
    typeDefs: `${link('"@key"')} type Parcel @key(fields: "id") { id: ID! length: Int maker: String }`,
    resolvers: {},
  },
  volumes: {
    typeDefs: `${link('"@key", "@requires", "@external"')}
      type Parcel @key(fields: "id") { id: ID! length: Int @external volume: Int @requires(fields: "length") }`,
    resolvers: { Parcel: { volume: () => 1 } },
  },
};
const parcels = composeInMemory(definitions);

describe('an error of a subgraph that does not answer', () => {
  it.each([
    [
      'each root field',
      'catalogue',
      '{ one: book(id: "0") { title } works { title } bestReviewed { __typename } }',
      [['one'], ['works']],
    ],
    [
      'each field of an entity, and no other',
      'reviews',
      '{ book(id: "0") { __typename title r: reviews { id } size: area ...A } } fragment A on Book { author { mood } }',
      [
        ['book', 'r'],
        ['book', 'size'],
        ['book', 'author', 'mood'],
      ],
    ],
    [
      'those of its own type only, in lists of lists too',
      'reviews',
      '{ shelves { reviews { id } } anything { ... on Author { mood } ... on Book { title } } }',
      [
        ['shelves', 0, 0, 'reviews'],
        ['shelves', 0, 1, 'reviews'],
        ['anything', 2, 'mood'],
        ['anything', 4, 'mood'],
      ],
    ],
  ])('names %s', async (_what, name, text, paths) => {
    const failing = answeringInstead(name, () => {
      throw new GraphQLError('gone', { extensions: { code: 'SUBGRAPH_UNAVAILABLE' } });
    });
    const { errors = [] } = await answer(text, {}, failing);
    expect(errors.map(({ path }) => path)).toEqual(expect.arrayContaining(paths));
    expect(errors).toHaveLength(paths.length);
  });

  it('names what the client calls as it calls it', async () => {
    const failing = answeringInstead('catalogue', () => {
      throw new Error('gone');
    });
    const { errors } = await answer('{ size: book(id: "0") { title } }', {}, failing);
    expect(errors?.map(({ path }) => path)).toEqual([['size']]);
  });

  it('names the field of another subgraph that waits for what did not come', async () => {
    const failing = answeringInstead('catalogue', () => {
      throw new Error('gone');
    });
    const { data, errors } = await answer('{ bestReviewed { ... on Book { area } } }', {}, failing);
    expect(data).toEqual({ bestReviewed: [{}, { area: null }] });
    expect(errors?.map(({ path }) => path)).toEqual([['bestReviewed', 1, 'area']]);
  });

  it('names the fields for which something was fetched that nobody asked for, also beside fields that were asked for', async () => {
    const ask = () => Promise.reject(new Error('gone'));
    const asking = (text: string) =>
      answerInMemory({
        supergraph: parcels,
        subgraphs: { ...subgraphsInMemory(definitions), sizes: { asked: [], ask } },
        text,
      });
    const { data, errors } = await asking('{ parcels { maker volume note } }');
    expect(data).toEqual({ parcels: [{ maker: null, volume: null, note: 'A' }] });
    expect(errors?.map(({ path }) => path)).toEqual([
      ['parcels', 0, 'maker'],
      ['parcels', 0, 'volume'],
    ]);
    expect((await asking('{ parcels { volume note } }')).errors?.map(({ path }) => path)).toEqual([
      ['parcels', 0, 'volume'],
    ]);
  });

  it('names the first ten of many', async () => {
    const failing = answeringInstead('reviews', () => ({ data: { _entities: [] } }));
    const aliases = Array.from(
      { length: 4 },
      (_, index) => `a${String(index)}: works { ... on Book { reviews { id } } }`,
    );
    const { errors = [] } = await answer(`{ ${aliases.join(' ')} }`, {}, failing);
    expect(errors).toHaveLength(10);
    expect(new Set(errors.map(({ path }) => path?.join('.'))).size).toBe(10);
    expect(errors[0]).toMatchObject({ path: ['a0', 0, 'reviews'], extensions: { code: 'DOWNSTREAM_SERVICE_ERROR' } });
  });
});
