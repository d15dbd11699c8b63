import type { Fields } from '../../src/execution/json.js';
import { answerInMemory, composeInMemory, type Definitions, link, subgraphsInMemory } from './in-memory-graph.js';

interface Keys {
  id: string;
  sku: string;
  pack: { id: string };
}

const skus: Readonly<Record<string, string>> = { '1': 'MUG', '2': 'CUP' };

/** A warehouse whose subgraphs know one product by different keys; from the first to the last it takes all of them. */
const definitions: Definitions = {
  catalogue: {
    typeDefs: `${link('"@key"')}
      type Query { products: [Product!]! media: [Media!]! }
      type Product @key(fields: "id") { id: ID! name: String! title: String }
      interface Media @key(fields: "id") { id: ID! name: String! }
      type Song implements Media @key(fields: "id") { id: ID! name: String! seconds: Int! }
      type Print implements Media @key(fields: "id") { id: ID! name: String! }`,
    resolvers: {
      Query: { products: () => ['1', '2'].map((id) => ({ id })), media: () => [{ __typename: 'Song', id: 's1' }] },
      Product: {
        __resolveReference: ({ id }: Keys) => (skus[id] ? { id } : null),
        name: ({ id }: Keys) => `Product ${id}`,
        title: () => 'a title',
      },
      Media: {
        __resolveReference: ({ id }: Keys) =>
          /^[sp]\d$/.test(id) ? { __typename: id.startsWith('s') ? 'Song' : 'Print', id } : null,
      },
      Song: { name: ({ id }: Keys) => `Song ${id}`, seconds: () => 180 },
      Print: { name: ({ id }: Keys) => `Print ${id}` },
    },
  },
  codes: {
    typeDefs: `${link('"@key"')}
      type Product @key(fields: "id") @key(fields: "sku") { id: ID! sku: String! pack: Pack! }
      type Pack @key(fields: "id") { id: ID! size: Int! }`,
    resolvers: {
      Product: {
        __resolveReference: ({ id, sku }: Partial<Keys>) => ({
          id: id ?? Object.keys(skus).find((each) => skus[each] === sku),
        }),
        sku: ({ id }: Keys) => skus[id],
        pack: ({ id }: Keys) => ({ id: `pack-${id}`, size: Number(id) * 6 }),
      },
    },
  },
  stock: {
    typeDefs: `${link('"@key", "@shareable"')}
      type Query { low: [Product!]! }
      type Product @key(fields: "sku") { sku: String! @shareable stock: Int! }`,
    resolvers: {
      Query: { low: () => [{ sku: 'CUP' }] },
      Product: { stock: ({ sku }: Keys) => sku.length, sku: ({ sku }: Keys) => sku },
    },
  },
  freight: {
    typeDefs: `${link('"@key", "@shareable", "@external"')}
      type Product @key(fields: "sku pack { id }") { sku: String! @shareable pack: Pack! @shareable weight: String! }
      type Pack @key(fields: "id", resolvable: false) { id: ID! }`,
    resolvers: { Product: { weight: ({ sku, pack }: Keys) => `${sku} in ${pack.id}` } },
  },
  orders: {
    typeDefs: `${link('"@key", "@interfaceObject"')}
      type Query { ordered: [Product]! played: [Media]! }
      type Product @key(fields: "id", resolvable: false) { id: ID! }
      type Media @interfaceObject @key(fields: "id", resolvable: false) { id: ID! }`,
    resolvers: {
      Query: {
        ordered: () => [{ id: '2' }, { id: '9' }, null, { id: '2' }],
        played: () => [{ id: 'p1' }, { id: 's2' }, { id: 'lost' }],
      },
    },
  },
};

// The field of two owners that freight knows only as part of a key.
const warehouse: Definitions = {
  ...definitions,
  codes: {
    ...definitions['codes'],
    typeDefs: (definitions['codes']?.typeDefs ?? '')
      .replace('"@key"', '"@key", "@shareable"')
      .replace('sku: String! pack: Pack!', 'sku: String! @shareable pack: Pack! @shareable'),
    resolvers: definitions['codes']?.resolvers ?? {},
  },
};

const supergraph = composeInMemory(warehouse);
const answer = (text: string, variables: Fields = {}) =>
  answerInMemory({ supergraph, subgraphs: subgraphsInMemory(warehouse), text, variables });

describe('entities that each subgraph knows by another key', () => {
  it('are completed over keys that nobody asked for', async () => {
    expect(await answer('{ products { weight stock } }')).toEqual({
      data: {
        products: [
          { weight: 'MUG in pack-1', stock: 3 },
          { weight: 'CUP in pack-2', stock: 3 },
        ],
      },
    });
  });

  it.each([
    ['{ products { sku: name pack: title weight stock } }', { sku: 'Product 1', pack: 'a title' }],
    ['{ products { id: name sku: weight stock weight: id } }', { id: 'Product 1', sku: 'MUG in pack-1', weight: '1' }],
    ['{ products { pack { id: size } weight stock } }', { pack: { id: 6 } }],
    [
      '{ products { pack: sku sku: stock stock: pack { id } weight } }',
      { pack: 'MUG', sku: 3, stock: { id: 'pack-1' } },
    ],
  ])('also where the client calls other fields by the names of keys: %s', async (text, first) => {
    const { data, errors } = await answer(text);
    expect(errors).toBeUndefined();
    expect((data?.['products'] as Fields[])[0]).toMatchObject(first);
  });

  it('are found from the last key back to the first', async () => {
    expect(await answer('{ low { name weight pack { size } } }')).toEqual({
      data: { low: [{ name: 'Product 2', weight: 'CUP in pack-2', pack: { size: 12 } }] },
    });
  });

  it('are completed where a subgraph knows no more than the key, and are null where nobody knows them', async () => {
    const { data } = await answer('{ ordered { id weight } }');
    expect((data?.['ordered'] as Fields[])[0]).toEqual({ id: '2', weight: 'CUP in pack-2' });
    expect((data?.['ordered'] as Fields[]).slice(2)).toEqual([null, { id: '2', weight: 'CUP in pack-2' }]);
    expect(await answer('{ ordered { id name } }')).toMatchObject({
      data: { ordered: [{ id: '2', name: 'Product 2' }, null, null, { id: '2', name: 'Product 2' }] },
    });
  });
});

describe('an object that stands for an interface, and cannot be looked up', () => {
  it('needs nobody for its key', async () => {
    expect(await answer('{ played { id } }')).toEqual({
      data: { played: [{ id: 'p1' }, { id: 's2' }, { id: 'lost' }] },
    });
  });

  it('has its type and its fields from the owner of the interface', async () => {
    expect(await answer('{ played { __typename id name ... on Song { seconds } } }')).toMatchObject({
      data: {
        played: [
          { __typename: 'Print', id: 'p1', name: 'Print p1' },
          { __typename: 'Song', id: 's2', name: 'Song s2', seconds: 180 },
          null,
        ],
      },
    });
  });

  it.each([
    ['{ played { ... on Song { seconds } } }', [{}, { seconds: 180 }]],
    ['{ played { id: __typename } }', [{ id: 'Print' }, { id: 'Song' }]],
    ['{ id: __schema { queryType { name } } played { id } }', [{ id: 'p1' }, { id: 's2' }]],
    [
      '{ played { ...N } } fragment N on Media { id: name name: id }',
      [
        { id: 'Print p1', name: 'p1' },
        { id: 'Song s2', name: 's2' },
      ],
    ],
  ])('%s', async (text, first) => {
    expect(((await answer(text)).data?.['played'] as Fields[]).slice(0, 2)).toEqual(first);
  });
});
