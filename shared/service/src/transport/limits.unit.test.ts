import { buildSchema, parse, validate } from 'graphql';
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

  it('ends on fragments inside themselves', () => {
    expect(errors('{ ...A } fragment A on Query { deep { ...B } } fragment B on Query { deep { ...A } }')).toEqual([]);
  });
});
