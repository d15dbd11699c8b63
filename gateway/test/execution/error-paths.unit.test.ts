import type { GraphQLError, GraphQLFormattedError } from 'graphql';

import type { Fields } from '../../src/execution/json.js';
import { answer, answeringInstead } from './compiled.js';
import { answerInMemory, composeInMemory, type Definitions, link, subgraphsInMemory } from './in-memory-graph.js';

const broken = (what: string) => () => {
  throw new Error(`${what} broke`);
};

/** Two types whose `code` differs, so that a plan asks for one of them under another name. */
const numbers: Definitions = {
  first: {
    typeDefs: `${link('"@key"')}
      type Query { numbers: [Number]! }
      interface Number { id: ID! own: Part }
      type One implements Number @key(fields: "id") { id: ID! own: Part }
      type Two implements Number @key(fields: "id") { id: ID! own: Part }
      interface Part { value: String }
      type PartOne implements Part { value: String! }
      type PartTwo implements Part { value: String }`,
    resolvers: {
      Query: {
        numbers: () => [
          { __typename: 'One', id: '1', own: { __typename: 'PartOne' } },
          { __typename: 'Two', id: '2', own: { __typename: 'PartTwo' } },
        ],
      },
      PartOne: { value: broken('one') },
      PartTwo: { value: broken('two') },
    },
  },
  second: {
    typeDefs: `${link('"@key"')}
      interface Number { code: String }
      type One implements Number @key(fields: "id") { id: ID! code: String! }
      type Two implements Number @key(fields: "id") { id: ID! code: String }`,
    resolvers: { One: { code: broken('one') }, Two: { code: broken('two') } },
  },
};
const supergraph = composeInMemory(numbers);
const pathsOf = (errors: readonly GraphQLError[] = []) => errors.map(({ path }) => path);

describe('the path of an error', () => {
  it.each([
    [
      'of an entity',
      '{ numbers { code } }',
      [
        ['numbers', 0, 'code'],
        ['numbers', 1, 'code'],
      ],
    ],
    [
      'under an alias of the client',
      '{ numbers { ... on One { x: code } ... on Two { x: code } } }',
      [
        ['numbers', 0, 'x'],
        ['numbers', 1, 'x'],
      ],
    ],
    [
      'of a root field',
      '{ numbers { own { ... on PartOne { value } ... on PartTwo { value } } } }',
      [
        ['numbers', 0, 'own', 'value'],
        ['numbers', 1, 'own', 'value'],
      ],
    ],
  ])('has no name that only the plan knows: %s', async (_what, text, paths) => {
    const { errors } = await answerInMemory({ supergraph, subgraphs: subgraphsInMemory(numbers), text });
    expect(pathsOf(errors)).toEqual(expect.arrayContaining(paths));
    expect(errors).toHaveLength(paths.length);
  });

  it('has none of a fetch that fails either', async () => {
    const second = { asked: [], ask: () => Promise.reject(new Error('gone')) };
    const subgraphs = { ...subgraphsInMemory(numbers), second };
    const { errors } = await answerInMemory({ supergraph, subgraphs, text: '{ numbers { code } }' });
    expect(pathsOf(errors)).toEqual([
      ['numbers', 0, 'code'],
      ['numbers', 1, 'code'],
    ]);
  });
});

describe('errors of an entity that many places ask for', () => {
  const few = 10;
  const aliases = Array.from(
    { length: 30 },
    (_, index) => `a${String(index)}: work(id: 0) { ... on Book { x: code y: code } }`,
  );
  const failing = (...errors: GraphQLFormattedError[]) =>
    answeringInstead('reviews', () => ({ data: { _entities: [{ __typename: 'Book', x: null, y: null }] }, errors }));
  const errorAt = (field: string) => ({ message: field, path: ['_entities', 0, field] });

  it('are told at the first of these, each', async () => {
    const { errors } = await answer(`{ ${aliases.join(' ')} }`, {}, failing(errorAt('x'), errorAt('y')));
    const paths = ['x', 'y'].flatMap((field) =>
      Array.from({ length: few }, (_, index) => [`a${String(index)}`, field]),
    );
    expect(pathsOf(errors)).toEqual(paths);
  });

  it('explain what breaks the schema at the others too', async () => {
    const authors = aliases.map((_, index) => `a${String(index)}: book(id: 2) { author { mood } }`);
    const { data, errors } = await answer(`{ ${authors.join(' ')} }`);
    expect(Object.values(data ?? {})).toEqual(aliases.map(() => ({ author: null })));
    expect(errors?.map(({ message }) => message)).toEqual(Array.from({ length: few }, () => 'In no mood.'));
  });
});

describe('an error that is not formed as it should be', () => {
  it.each([
    ['a path that is text', { message: 'odd', path: 'book' }],
    ['a path of null', { message: 'odd', path: null }],
    ['a path with objects in it', { message: 'odd', path: ['book', {}] }],
    ['extensions that are text', { message: 'odd', extensions: 'abc' }],
    ['extensions that are a list', { message: 'odd', extensions: ['abc'] }],
  ])('leaves the data as it is: %s', async (_what, error) => {
    const odd = answeringInstead('catalogue', () => ({ data: { book: { title: 'Emma' } }, errors: [error] }));
    const { data, errors } = await answer('{ book(id: "0") { title } }', {}, odd);
    expect(data).toEqual({ book: { title: 'Emma' } });
    expect(errors?.map((each) => each.toJSON())).toEqual([
      { message: 'odd', extensions: { code: 'DOWNSTREAM_SERVICE_ERROR', serviceName: 'catalogue' } },
    ]);
  });

  it('leaves the entities as they are', async () => {
    const odd = answeringInstead('reviews', () => ({
      data: { _entities: [{ __typename: 'Book', area: 7 }] },
      errors: [{ message: 'odd', path: '_entities' }],
    }));
    const { data, errors } = await answer('{ book(id: "0") { area } }', {}, odd);
    expect(data).toEqual({ book: { area: 7 } });
    expect(errors).toMatchObject([{ message: 'odd', path: undefined }]);
  });
});

describe('what breaks the schema beside an error of a subgraph', () => {
  const catalogue = (data: Fields, ...errors: GraphQLFormattedError[]) =>
    answeringInstead('catalogue', () => ({ data: structuredClone(data), errors }));
  const text = '{ works { title } work(id: 1) { title } }';
  const breach = 'Cannot return null for non-nullable field Book.title.';
  const works = [{ __typename: 'Book', title: null }];

  it('is told, if that is about something else', async () => {
    const { data, errors } = await answer(
      text,
      {},
      catalogue({ works, work: null }, { message: 'no', path: ['work'] }),
    );
    expect(data).toBeNull();
    expect(errors?.map(({ message, path }) => [message, path])).toEqual([
      ['no', ['work']],
      [breach, ['works', 0, 'title']],
    ]);
  });

  it.each([
    ['at the same place', { message: 'no', path: ['works', 0, 'title'] }],
    ['above it', { message: 'no', path: ['works', 0] }],
    ['nowhere in particular', { message: 'no' }],
  ])('is the consequence of one %s', async (_what, error) => {
    const { errors } = await answer(text, {}, catalogue({ works, work: null }, error));
    expect(errors?.map(({ message }) => message)).toEqual(['no']);
  });

  it('is the consequence of one below it', async () => {
    const error = { message: 'no', path: ['book', 'size', 'width'] };
    const wrong = catalogue({ book: { size: 'small' } }, error);
    const { errors } = await answer('{ book(id: 0) { size { width } } }', {}, wrong);
    expect(errors?.map(({ message }) => message)).toEqual(['no']);
  });

  it('is a consequence of a fetch that failed, also where that is not told', async () => {
    const failing = answeringInstead('reviews', () => {
      throw new Error('gone');
    });
    const aliases = Array.from({ length: 6 }, (_, index) => `a${String(index)}: works { ... on Book { code } }`);
    const { errors } = await answer(`{ ${aliases.join(' ')} }`, {}, failing);
    expect(errors?.map(({ message }) => message)).toEqual(Array.from({ length: 10 }, () => 'gone'));
  });
});
