import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';

import { loadSupergraph } from '../supergraph/supergraph.js';
import { pageSizes } from './page-sizes.js';

const typeDefs = parse(`
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@listSize"])
  type Query {
    books(first: Int, last: Int, price: Int): [Book!]!
    shelf(count: Int): [Book!]! @listSize(slicingArguments: ["count"])
    orders(count: Int): Int
    named(limit: Int): [Named!]!
    search: [Named!]!
  }
  interface Named { name: String related(limit: Int): [Named!]! }
  type Book implements Named { name: String related(limit: Int): [Named!]! @listSize(slicingArguments: ["limit"]) }
`);
const { supergraphSdl = '' } = composeServices([{ name: 'books', url: 'http://books', typeDefs }]);
const { schema, costs: rules } = loadSupergraph(supergraphSdl);

const found = (text: string): unknown[] =>
  pageSizes(parse(text), { schema, rules }).map(({ argument, size, variable }) =>
    variable === undefined ? [argument, size] : [argument, variable, size],
  );

describe('the page sizes of an operation', () => {
  it('are `first` and `last` of any field, in fragments too', () => {
    expect(
      found('{ books(first: 5, price: 900) { name } ...Q } fragment Q on Query { books(last: -9) { name } }'),
    ).toEqual([
      ['first', 5],
      ['last', -9],
    ]);
  });

  it('are what a subgraph calls slicing arguments, of that field alone', () => {
    expect(found('{ shelf(count: 7) { name } orders(count: 900) }')).toEqual([['count', 7]]);
  });

  it('are, at an interface, those of whatever stands in its place', () => {
    expect(found('{ search { related(limit: 3) { name } } named(limit: 900) { name } }')).toEqual([['limit', 3]]);
  });

  it('may be in variables, with or without a default', () => {
    expect(
      found('query ($n: Int = 7, $m: Int) { books(first: $n, last: $m) { name } shelf(count: $m) { name } }'),
    ).toEqual([
      ['first', 'n', 7],
      ['last', 'm', undefined],
      ['count', 'm', undefined],
    ]);
  });
});
