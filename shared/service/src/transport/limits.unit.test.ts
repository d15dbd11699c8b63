import { buildSchema, type FieldNode, type OperationDefinitionNode, parse, validate } from 'graphql';
import { depthRule, limits } from './limits.js';

const schema = buildSchema('type Query { deep: Query leaf: Int }');
const nested = (depth: number): string => `{ ${'deep { '.repeat(depth - 1)} leaf ${'}'.repeat(depth - 1)} }`;
const errors = (query: string) => validate(schema, parse(query), [depthRule]);

describe('the depth limit', () => {
  it('counts fields, not fragments', () => {
    expect(errors(nested(limits.depth))).toEqual([]);
    expect(errors(nested(limits.depth + 1))).toHaveLength(1);
    expect(errors(`query { ...F } fragment F on Query { ... on Query ${nested(limits.depth)} }`)).toEqual([]);
    expect(errors(`query { deep { ...F } } fragment F on Query ${nested(limits.depth)}`)).toHaveLength(1);
  });

  it.each([
    ['{ deep { leaf } }', 1],
    ['{ ... on Query { leaf } }', 0],
  ])('holds however often %s is nested in itself', (query, refusals) => {
    const document = parse(query);
    const [operation] = document.definitions as readonly [OperationDefinitionNode];
    const [selection] = operation.selectionSet.selections as readonly [FieldNode];
    let { selectionSet } = operation;
    for (let level = 0; level < 20_000; level++)
      selectionSet = { ...selectionSet, selections: [{ ...selection, selectionSet }] };
    const deepest = { ...document, definitions: [{ ...operation, selectionSet }] };
    expect(validate(schema, deepest, [depthRule])).toHaveLength(refusals);
  });

  it('measures a fragment for every place alike, also one that is too deep for the first', () => {
    const from = (depth: number): string => `${'deep { '.repeat(depth)} ...F ${'}'.repeat(depth)}`;
    const fragment = `fragment F on Query ${nested(limits.depth / 2)}`;
    const half = limits.depth / 2;
    expect(
      errors(`query A { ${from(half + 1)} } query B { ${from(half)} } query C { ...F } ${fragment}`),
    ).toMatchObject([{ nodes: [{ name: { value: 'A' } }] }]);
  });

  it('ends on fragments inside themselves', () => {
    expect(errors('{ ...A } fragment A on Query { deep { ...B } } fragment B on Query { deep { ...A } }')).toEqual([]);
  });

  it('measures a fragment once, however often it is spread', () => {
    const doubling = (last: string): string => {
      const fragments = Array.from({ length: 60 }, (_, n) => `fragment F${n} on Query { ...F${n + 1} ...F${n + 1} }`);
      return `{ ...F0 } ${fragments.join(' ')} fragment F60 on Query ${last}`;
    };
    expect(errors(doubling(nested(limits.depth)))).toEqual([]);
    expect(errors(doubling(nested(limits.depth + 1)))).toHaveLength(1);
  });

  it('measures fragments that all spread each other once', () => {
    const spreads = Array.from({ length: 40 }, (_, n) => `...F${n}`).join(' ');
    const fragments = Array.from({ length: 40 }, (_, n) => `fragment F${n} on Query { ${spreads} }`);
    expect(errors(`{ ${spreads} } ${fragments.join(' ')}`)).toEqual([]);
  });
});
