import type { Fields } from '../../src/execution/json.js';
import { answer as answerLibrary } from './compiled.js';
import { librarySubgraphs } from './library.js';
import { answerInMemory, composeInMemory, link } from './in-memory-graph.js';

/** Works, one of them of a type that the graph has for something else, and a root that its subgraph calls otherwise. */
const supergraph = composeInMemory({
  catalogue: {
    typeDefs: `${link('"@key"')}
      schema { query: Root }
      type Root { works: [Work] strict: [Work!] found: [Found] book: Book leaflet: Leaflet shelf: Shelf }
      interface Work { title: String }
      union Found = Book
      type Book implements Work { title: String }
      type Leaflet { title: String }
      type Shelf { root: Root }`,
    resolvers: {},
  },
});

const answering = (data: object, text: string) =>
  answerInMemory({
    supergraph,
    subgraphs: {
      catalogue: { asked: [], ask: async () => structuredClone({ data }) as { data: Record<string, unknown> } },
    },
    text,
  });

describe('the type of an answered object', () => {
  it.each([
    ['that does not implement the interface', 'works', 'title', 'Leaflet'],
    ['that is no member of the union', 'found', '... on Book { title }', 'Leaflet'],
    ['that is an interface', 'found', '... on Book { title }', 'Work'],
    ['that the graph does not have', 'works', '__typename', 'Scroll'],
    ['that is the root', 'found', '__typename', 'Query'],
  ])('makes that object null with an error if it is one %s', async (_what, field, selection, alien) => {
    const data = {
      [field]: [
        { __typename: alien, title: 'A' },
        { __typename: 'Book', title: 'B' },
      ],
      book: null,
    };
    const { data: answered, errors } = await answering(
      data,
      `{ ${field} { ...T ${selection} } book { title } } fragment T on ${field === 'found' ? 'Found' : 'Work'} { type: __typename }`,
    );
    expect(answered).toMatchObject({ [field]: [null, { type: 'Book' }], book: null });
    expect(errors).toMatchObject([{ path: [field, 0], extensions: { code: 'DOWNSTREAM_SERVICE_ERROR' } }]);
    expect(errors).toHaveLength(1);
  });

  it('is the declared one if that is an object type, whatever the subgraph calls it', async () => {
    const data = { shelf: { root: { __typename: 'Root', book: { __typename: 'Volume', title: 'A' } } } };
    expect(await answering(data, '{ shelf { root { __typename book { __typename title } } } }')).toEqual({
      data: { shelf: { root: { __typename: 'Query', book: { __typename: 'Book', title: 'A' } } } },
    });
  });
});

describe('an object of which only the interface is known', () => {
  const knowing = (data: Fields) => ({ asked: [], ask: async () => ({ data: structuredClone(data) }) });
  const lost = (text: string) =>
    answerLibrary(
      text,
      {},
      {
        ...librarySubgraphs(),
        lending: knowing({ borrowed: [{ __typename: 'Work', id: 'lost', days: 1 }] }),
        catalogue: knowing({ _entities: [null] }),
      },
    );

  it.each([
    '{ borrowed { id } }',
    '{ borrowed { ...F } } fragment F on Work { id days }',
    '{ borrowed { ... on Work { ... { id } } } }',
  ])('is answered if its type decides nothing: %s', async (text) => {
    const { data, errors } = await lost(text);
    expect(errors).toBeUndefined();
    expect(data?.['borrowed']).toMatchObject([{ id: 'lost' }]);
  });

  it.each([
    '{ borrowed { id ... on Film { minutes } } }',
    '{ borrowed { ...F } } fragment F on Work { ... on Work { ... on Book { id } } }',
    '{ borrowed { __typename id } }',
    '{ borrowed { ... on Work { type: __typename } } }',
  ])('is null with an error if its type decides what is asked: %s', async (text) => {
    const { data, errors } = await lost(text);
    expect(data).toBeNull();
    expect(errors).toMatchObject([{ path: ['borrowed', 0], extensions: { code: 'DOWNSTREAM_SERVICE_ERROR' } }]);
  });
});
