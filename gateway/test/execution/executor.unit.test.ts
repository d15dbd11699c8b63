import { GraphQLError } from 'graphql';

import { type Fields, mergeInto } from '../../src/execution/json.js';
import { answer, answeringInstead } from './compiled.js';
import { librarySubgraphs } from './library.js';

const withPath = (path: readonly (string | number)[]): unknown => expect.objectContaining({ path });

describe('calls to subgraphs', () => {
  it('asks for an entity once, however many places want it', async () => {
    const subgraphs = librarySubgraphs();
    const { data } = await answer('{ works { ... on Book { id reviews { stars } } } }', {}, subgraphs);
    const [question, ...more] = subgraphs['reviews']?.asked ?? [];
    expect(more).toEqual([]);
    expect(question?.variables['representations']).toHaveLength(2);
    const works = data?.['works'] as Fields[];
    expect(works[4]).toEqual(works[0]);
    expect(works[4]).not.toBe(works[0]);
  });

  it('asks once for several aliases of the same', async () => {
    const subgraphs = librarySubgraphs();
    const text = '{ one: book(id: "0") { reviews { id } } two: book(id: "2") { reviews { id } } }';
    const { data } = await answer(text, {}, subgraphs);
    expect(subgraphs['reviews']?.asked).toHaveLength(1);
    expect(data).toEqual({
      one: { reviews: [{ id: '0-0' }, { id: '0-1' }] },
      two: { reviews: [{ id: '2-0' }, { id: '2-1' }] },
    });
  });

  it('keeps places apart that ask for the same entity differently', async () => {
    const text =
      '{ one: book(id: "0") { r: reviews(first: 1) { id } } two: book(id: "0") { r: reviews(first: 2) { id } } }';
    expect((await answer(text)).data).toEqual({
      one: { r: [{ id: '0-0' }] },
      two: { r: [{ id: '0-0' }, { id: '0-1' }] },
    });
  });

  it.each([
    ['other arguments', 'pages(unit: "in")', '100 in'],
    ['default arguments', 'pages', '100 p'],
    ['the same arguments', 'pages(unit: "cm")', '100 cm'],
    ['another field', 'pages: title', 'Emma'],
  ])('keeps what one subgraph requires apart from what the client calls so: %s', async (_what, selection, pages) => {
    const { data } = await answer(`{ book(id: "0") { thickness ${selection} } }`);
    expect(data).toEqual({ book: { thickness: '100 cm thick', pages } });
  });

  it('keeps it apart in paths of errors too', async () => {
    const text = '{ book(id: "2") { size: author { size: mood } area } }';
    const { data, errors } = await answer(text);
    expect(data).toEqual({ book: { size: null, area: 200 } });
    expect(errors).toEqual([withPath(['book', 'size', 'size'])]);
  });
});

describe('an interface that one subgraph knows as an object', () => {
  it('has its types from the others', async () => {
    const { data, errors } = await answer('{ borrowed { __typename id days title ... on Film { minutes } } }');
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      borrowed: [
        { __typename: 'Film', id: '1', days: 11, title: 'Ulysses, the film', minutes: 90.5 },
        { __typename: 'Book', id: '2', days: 12, title: 'Momo' },
      ],
    });
  });

  it('gives its own fields to objects of every type', async () => {
    const { data, errors } = await answer('{ works { days ... on Book { id } } }');
    expect(errors).toBeUndefined();
    expect(data?.['works']).toEqual([
      { id: '0', days: 10 },
      { days: 11 },
      { id: '2', days: 12 },
      { days: null },
      { id: '0', days: 10 },
    ]);
  });
});

it.each([
  ['{ book(id: "0") { __typename days } }', { book: { __typename: 'Book', days: 10 } }],
  ['{ work(id: "1") { days ... on Film { type: __typename } } }', { work: { days: 11, type: 'Film' } }],
])('the type of an object stays what it is where a subgraph knows only its interface: %s', async (text, data) => {
  expect(await answer(text)).toEqual({ data });
});

it('a field that its types declare differently keeps its name', async () => {
  const { data, errors } = await answer('{ numbered { code } }');
  expect(errors).toBeUndefined();
  expect(data).toEqual({ numbered: [{ code: 'B0' }, { code: 'F1' }] });
});

describe('errors', () => {
  it('names the item that failed, also behind nulls', async () => {
    const { data, errors } = await answer('{ anything { ... on Author { id mood } } }');
    expect(errors).toEqual([withPath(['anything', 4, 'mood'])]);
    expect((data as { anything: unknown[] }).anything[4]).toBeNull();
  });

  it('names every place that wanted the entity which failed', async () => {
    const text = '{ one: book(id: "2") { author { mood } } two: book(id: "2") { author { mood } } }';
    const { errors } = await answer(text);
    expect(errors).toEqual([withPath(['one', 'author', 'mood']), withPath(['two', 'author', 'mood'])]);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'MOODY' });
  });

  it('answers what others know when a subgraph does not answer', async () => {
    const failing = answeringInstead('reviews', () => {
      throw new GraphQLError('gone', { extensions: { code: 'SUBGRAPH_UNAVAILABLE' } });
    });
    const { data, errors } = await answer('{ book(id: "0") { title reviews { id } } }', {}, failing);
    expect(data).toEqual({ book: { title: 'Emma', reviews: null } });
    expect(errors).toMatchObject([{ path: ['book', 'reviews'], extensions: { code: 'SUBGRAPH_UNAVAILABLE' } }]);
  });

  it('does not take answers that are not about what was asked', async () => {
    const confused = answeringInstead('reviews', () => ({ data: { _entities: [] } }));
    const { data, errors } = await answer('{ book(id: "0") { reviews { id } } }', {}, confused);
    expect(data).toEqual({ book: { reviews: null } });
    expect(errors).toMatchObject([{ extensions: { code: 'DOWNSTREAM_SERVICE_ERROR' } }]);
  });
});

describe('what breaks the schema', () => {
  const wrong = (book: unknown) => answeringInstead('catalogue', () => ({ data: { book } }));

  it.each([
    [
      'text for a number',
      { size: { width: 'wide', height: 1 } },
      '{ book(id: 0) { size { width height } } }',
      { book: { size: null } },
      ['book', 'size', 'width'],
    ],
    [
      'an unknown enum value',
      { binding: 'PAPER' },
      '{ book(id: 0) { binding } }',
      { book: { binding: null } },
      ['book', 'binding'],
    ],
    ['null that is not allowed', { title: null }, '{ book(id: 0) { title } }', { book: null }, ['book', 'title']],
    [
      'text for an object',
      { author: 'Ada' },
      '{ book(id: 0) { author { id } } }',
      { book: { author: null } },
      ['book', 'author'],
    ],
  ])('is null with an error: %s', async (_what, book, text, ...[data, path]) => {
    const result = await answer(text, {}, wrong(book));
    expect(result).toMatchObject({ data, errors: [{ path, extensions: { code: 'DOWNSTREAM_SERVICE_ERROR' } }] });
    expect(result.errors).toHaveLength(1);
  });

  it.each([2 ** 31, -(2 ** 31) - 1, 99_999_999_999, 0.5, '1', true])(
    'is null with an error: %p for Int',
    async (width) => {
      const result = await answer(
        '{ book(id: 0) { size { height width } } }',
        {},
        wrong({ size: { height: 0, width } }),
      );
      expect(result).toMatchObject({ data: { book: { size: null } }, errors: [{ path: ['book', 'size', 'width'] }] });
    },
  );

  it('are not the largest Int, nor larger numbers for ID', async () => {
    const book = { id: 99_999_999_999, size: { height: 2 ** 31 - 1, width: -(2 ** 31) } };
    const text = '{ book(id: 0) { id size { height width } } }';
    expect(await answer(text, {}, wrong(book))).toEqual({ data: { book } });
  });

  it('tells nothing of a type that clients do not see', async () => {
    const result = await answer('{ hidden { title } }');
    expect(result.data).toEqual({ hidden: null });
    expect(JSON.stringify(result.errors)).not.toContain('Secret');
  });
});

describe('names', () => {
  it('may be those that every object inherits', async () => {
    const { data } = await answer(
      '{ __proto__: book(id: "0") { constructor: title toString: id __proto__: __typename } }',
    );
    expect(JSON.stringify(data)).toBe('{"__proto__":{"constructor":"Emma","toString":"0","__proto__":"Book"}}');
    expect(({} as Fields)['title']).toBeUndefined();
  });

  it('do not reach the prototype of what they are merged into', () => {
    const target: Fields = {};
    mergeInto(
      target,
      JSON.parse('{"__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": true}}}') as Fields,
    );
    expect(({} as Fields)['polluted']).toBeUndefined();
    expect(Object.getPrototypeOf(target)).toBe(Object.prototype);
  });
});

describe('introspection', () => {
  it('is answered in parts, with fragments and variables', async () => {
    const text = `query Q($name: String!) {
      __schema { queryType { ...Named } } work(id: "0") { title } __type(name: $name) { kind } __schema { mutationType { name } }
    }
    fragment Named on __Type { name }`;
    expect((await answer(text, { name: 'Book' })).data).toEqual({
      __schema: { queryType: { name: 'Query' }, mutationType: null },
      work: { title: 'Emma' },
      __type: { kind: 'OBJECT' },
    });
  });

  it('keeps the names that the client gives, also those of required fields', async () => {
    const text = `{ size: __type(name: "Book") { id: name pages: kind ...F } id: __typename }
    fragment F on __Type { width: fields { size: name } }`;
    const { data } = await answer(text);
    expect(data).toMatchObject({ size: { id: 'Book', pages: 'OBJECT' }, id: 'Query' });
    expect((data?.['size'] as Fields)['width']).toContainEqual({ size: 'title' });
  });
});

describe('the order of fields', () => {
  it.each([
    [
      'that of the document',
      '{ book(id: 0) { title ...B id } } fragment B on Book { binding title }',
      ['title', 'binding', 'id'],
    ],
    ['of the first occurrence that is included', '{ book(id: 0) { id @skip(if: true) title id } }', ['title', 'id']],
  ])('is %s', async (_what, text, keys) => {
    expect(Object.keys((await answer(text)).data?.['book'] as Fields)).toEqual(keys);
  });
});
