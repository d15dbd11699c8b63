import { buildSchema } from 'graphql';

import type { LoadedSupergraph } from '../supergraph/supergraph.js';
import { createDocuments } from './documents.js';
import { TurnedAway } from './door.js';

const operationLimits = {
  depth: 3,
  aliases: 5,
  fields: 2_000,
  rootFields: 3,
  mutations: 1,
  pageSize: 100,
  cost: 1_000,
};

const supergraph = {
  schema: buildSchema(
    'type Query { hello(name: String): String me: Person } type Person { name: String friend: Person }',
  ),
} as LoadedSupergraph;
const documents = createDocuments({ maxTokens: 2_000, introspection: true, operationLimits });

describe('documents of clients', () => {
  const small = '{ hello }';
  const large = (name: number): string => `{ hello(name: "${name}${'x'.repeat(100_000)}") }`;

  it('are parsed once', () => {
    expect(documents(supergraph, small)).toBe(documents(supergraph, small));
    expect(documents(supergraph, small)).not.toBe(documents({ ...supergraph }, small));
  });

  it('are kept as long as they are asked for, whatever else is sent', () => {
    const first = documents(supergraph, small);
    for (let name = 0; name < 20; name += 1) {
      documents(supergraph, large(name));
      expect(documents(supergraph, small)).toBe(first);
    }
  });

  it('are forgotten when large ones have come since: their number alone would not bound what they take', () => {
    const first = documents(supergraph, small);
    for (let name = 0; name < 20; name += 1) documents(supergraph, large(name));
    expect(documents(supergraph, small)).not.toBe(first);
  });
});

function refused(text: string): TurnedAway {
  try {
    documents(supergraph, text);
  } catch (error) {
    if (error instanceof TurnedAway) return error;
    throw error;
  }
  throw new Error('It was not refused.');
}
const codesOf = ({ errors }: TurnedAway) => errors.map(({ extensions }) => extensions['code']);
const times = (count: number, text: string): string => Array.from({ length: count }, () => text).join(' ');

describe('a document that is refused', () => {
  it('has an error in its syntax, or more tokens than are read', () => {
    expect(codesOf(refused('{'))).toEqual(['GRAPHQL_PARSE_FAILED']);
    expect(codesOf(refused(`{ ${times(2_000, 'hello')} }`))).toEqual(['TOO_MANY_TOKENS']);
  });

  it('is not validated if it is beyond a limit', () => {
    expect(codesOf(refused('{ me { friend { friend { nothing } } } }'))).toEqual(['OPERATION_TOO_DEEP']);
    expect(codesOf(refused('{ nothing nowhere nobody never }'))).toEqual(['TOO_MANY_ROOT_FIELDS']);
  });

  it('is beyond a limit if any of its operations is', () => {
    expect(codesOf(refused('query Small { hello } query Large { a b c d }'))).toEqual(['TOO_MANY_ROOT_FIELDS']);
  });

  it('has fragments without end, or none where it spreads them', () => {
    for (const text of [
      '{ ...F } fragment F on Query { me { friend { ...F } } }',
      '{ ...toString }',
      '{ ...__proto__ }',
    ])
      expect(new Set(codesOf(refused(text)))).toEqual(new Set(['GRAPHQL_VALIDATION_FAILED']));
  });

  it('selects the same so often that to compare it would take long', () => {
    const many = `{ ${times(3, `me { ${times(14, `friend { ${times(10, 'name')} }`)} }`)} }`;
    expect(codesOf(refused(many))).toEqual(['OPERATION_TOO_LARGE']);
    expect(codesOf(refused(`{ me { ${times(150, 'name')} ...F } } fragment F on Person { name }`))).toEqual([
      'OPERATION_TOO_LARGE',
    ]);
  });

  it('selects under one key what does not fit together', () => {
    expect(codesOf(refused('{ hello hello(name: "Ada") }'))).toEqual(['GRAPHQL_VALIDATION_FAILED']);
  });

  it('has an alias under which the gateway asks for something itself', () => {
    for (const alias of ['__own_hello', '__own_', '__ordergraphType', '__ordergraphTypes'])
      expect(codesOf(refused(`{ ${alias}: hello }`))).toEqual(['GRAPHQL_VALIDATION_FAILED']);
    expect(() => documents(supergraph, '{ __own: hello __type: __typename own_hello: hello }')).not.toThrow();
  });

  it('is refused again without being read again, and says where', () => {
    const text = '{ hello nobody }';
    expect(refused(text)).toBe(refused(text));
    expect(refused(text).errors[0]?.toJSON()).toMatchObject({ locations: [{ line: 1, column: 9 }] });
    expect(refused('{')).toBe(refused('{'));
  });

  it('pushes out none that is in use, and is itself forgotten', () => {
    const used = documents(supergraph, '{ hello }');
    const first = refused('{ nobody }');
    for (let name = 0; name < 20; name += 1) refused(`{ hello(name: "${String(name)}${'x'.repeat(100_000)}") nobody }`);
    expect(documents(supergraph, '{ hello }')).toBe(used);
    expect(refused('{ nobody }')).not.toBe(first);
  });
});
