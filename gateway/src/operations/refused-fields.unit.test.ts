import {
  buildSchema,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
} from 'graphql';

import { filterDocument } from './filter-document.js';
import { refusedFields, TYPENAME_ALIAS } from './refused-fields.js';

const schema = buildSchema(`
  type Query { user: User users: [User!] matrix: [[User]!]! node: Node required: User! }
  interface Node { id: ID }
  type User implements Node { id: ID name: String secret: String key: String! friend: User bestFriend: User! friends: [User!]! }
  type Safe implements Node { id: ID key: String! }
`);
const refused = new Set(['secret', 'key']);

/** Refuses `secret` and `key` wherever they are selected, and answers the filtered operation with `data`. */
function refuse(text: string, data: Record<string, unknown>, variables: Record<string, unknown> = {}) {
  const { definitions } = parse(text);
  const operation = definitions.find(({ kind }) => kind === Kind.OPERATION_DEFINITION) as OperationDefinitionNode;
  const fragments = Object.fromEntries(
    (definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION) as FragmentDefinitionNode[]).map(
      (fragment) => [fragment.name.value, fragment],
    ),
  );
  const isRefused = ({ name }: FieldNode): boolean => refused.has(name.value);
  const errorAt = (path: readonly (string | number)[]) => new GraphQLError('refused', { path });
  const answer = refusedFields({ schema, operation, fragments, isRefused, errorAt }).answer(data, variables);
  return {
    filtered: print(filterDocument(operation, fragments, isRefused)).replaceAll(/\s+/g, ' '),
    data: answer.data,
    paths: answer.errors.map(({ path }) => path?.join('.')),
  };
}

const user = { [TYPENAME_ALIAS]: 'User' };

describe('refused fields', () => {
  it('are taken out, and answer null with an error at their path', () => {
    expect(refuse('{ user { name secret } }', { user: { name: 'Ada', ...user } })).toEqual({
      filtered: `{ user { name ${TYPENAME_ALIAS}: __typename } ${TYPENAME_ALIAS}: __typename }`,
      data: { user: { name: 'Ada', secret: null } },
      paths: ['user.secret'],
    });
  });

  it('leave an operation without any as it is', () => {
    expect(refuse('{ user { name } }', { user: { name: 'Ada' } })).toEqual({
      filtered: '{ user { name } }',
      data: { user: { name: 'Ada' } },
      paths: [],
    });
  });

  it('answer under their aliases, once for a field that is selected twice', () => {
    expect(
      refuse('{ user { a: secret ...F ...F } } fragment F on User { a: secret }', { user: { ...user } }),
    ).toMatchObject({
      data: { user: { a: null } },
      paths: ['user.a'],
    });
  });

  it.each([
    ['the nullable object', '{ user { key } }', { user: { ...user } }, { user: null }],
    ['the list of non-null items', '{ users { key } }', { users: [{ ...user }] }, { users: null }],
    ['the nullable item', '{ matrix { key } }', { matrix: [[{ ...user }, null]] }, { matrix: [[null, null]] }],
    [
      'an object further up',
      '{ user { bestFriend { key } } }',
      { user: { ...user, bestFriend: { ...user } } },
      { user: null },
    ],
    ['the whole answer', '{ required { key } }', { required: { ...user } }, null],
  ])('that are non-null make %s null', (_, query, data, expected) => {
    expect(refuse(query, data).data).toEqual(expected);
  });

  it('say nothing of objects that are null already, or of empty lists', () => {
    expect(refuse('{ user { key } users { key } }', { user: null, users: [] })).toMatchObject({
      data: { user: null, users: [] },
      paths: [],
    });
  });

  it('in a fragment on a type concern objects of that type only', () => {
    const query = '{ node { id ... on User { secret } } }';
    expect(refuse(query, { node: { id: '1', ...user } }).data).toEqual({ node: { id: '1', secret: null } });
    expect(refuse(query, { node: { id: '2', [TYPENAME_ALIAS]: 'Safe' } })).toMatchObject({
      data: { node: { id: '2' } },
      paths: [],
    });
  });

  it('in several selections of one object all answer', () => {
    const query = '{ user { friend { a: secret } } ...F } fragment F on Query { user { friend { b: secret name } } }';
    expect(refuse(query, { user: { ...user, friend: { ...user, name: 'Grace' } } })).toMatchObject({
      data: { user: { friend: { a: null, b: null, name: 'Grace' } } },
      paths: ['user.friend.a', 'user.friend.b'],
    });
  });

  it('that are skipped or not included answer nothing', () => {
    const query = 'query ($no: Boolean!) { user { secret @include(if: $no) ... @skip(if: true) { key } } }';
    expect(refuse(query, { user: { ...user } }, { no: false })).toMatchObject({ data: { user: {} }, paths: [] });
  });
});
