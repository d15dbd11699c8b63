import { parse } from 'graphql';

import { conditionValues, conditionVariables } from './conditions.js';

describe('the variables of conditions', () => {
  it('are found wherever conditions stand, each once', () => {
    const document = parse(`query ($a: Boolean!, $b: Boolean!, $c: Boolean!, $d: ID) {
      one(id: $d) @skip(if: $a) { ...F @include(if: $b) two @include(if: $a) three @skip(if: true) }
    }
    fragment F on One { ... @skip(if: $c) { two @other(if: $d) } }`);
    expect(conditionVariables(document)).toEqual(['a', 'b', 'c']);
  });

  it('tell one combination from another', () => {
    expect(conditionValues(['a', 'b'], { a: true, b: false })).toBe('10');
    expect(conditionValues(['a', 'b'], { a: false, b: true })).toBe('01');
    expect(conditionValues([], { a: true })).toBe('');
  });

  it('must not be null', () => {
    expect(() => conditionValues(['a'], { a: null })).toThrow('Variable "$a" must not be null');
  });
});
