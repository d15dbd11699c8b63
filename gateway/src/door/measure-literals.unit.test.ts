import { type DocumentNode, parse } from 'graphql';

import { measureLiterals } from './measure-literals.js';

describe('the depth of the values in a document', () => {
  it.each([
    ['{ a(b: 1) { c } }', 0],
    ['{ a(b: [1], c: []) }', 1],
    ['{ a(b: { c: [{ d: 1 }] }, e: [[1]]) }', 3],
    ['{ a @b(c: [[1]]) { d } }', 2],
    ['{ ... @b(c: [[1]]) { d } }', 2],
    ['{ ...F @b(c: [[1]]) }', 2],
    ['query @b(c: [[1]]) { d }', 2],
    ['query ($a: [[Int]] = [[1]]) { d(a: $a) }', 2],
    ['query ($a: Int @b(c: [[1]])) { d(a: $a) }', 2],
    ['{ d } fragment F on A { a(b: [{ c: [] }]) }', 3],
  ])('%s', (text, depth) => {
    expect(measureLiterals(parse(text)).depth).toBe(depth);
  });

  it('is found without recursion, however deep they are', () => {
    expect(measureLiterals(nested(100_000))).toEqual({ depth: 100_000, walked: Infinity });
  });
});

describe('the values that a planner meets', () => {
  it.each([
    ['{ a(b: 1, c: $d) }', 2],
    ['{ a(b: { c: 1, d: 2 }) }', 3],
    ['{ a(b: [1, 2]) }', 5],
    ['{ a(b: [[1, 2]]) }', 11],
    ['{ a(b: [{ c: 1 }], d: 1) }', 6],
  ])('%s', (text, walked) => {
    expect(measureLiterals(parse(text)).walked).toBe(walked);
  });
});

function nested(depth: number): DocumentNode {
  let value: object = { kind: 'IntValue', value: '1' };
  for (let level = 0; level < depth; level += 1) value = { kind: 'ListValue', values: [value] };
  return { kind: 'Document', definitions: [value] } as unknown as DocumentNode;
}
