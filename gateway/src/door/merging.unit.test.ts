import { getOperationAST, parse } from 'graphql';

import { fragmentsOf } from '../operations/fragments.js';
import { mergingWork } from './merging.js';

function workOf(text: string, enough = Infinity): number {
  const document = parse(text);
  const operation = getOperationAST(document);
  if (!operation) throw new Error('one operation, please');
  return mergingWork(operation, fragmentsOf(document), enough);
}
const times = (count: number, text: string | ((index: number) => string)): string =>
  Array.from({ length: count }, (_, index) => (typeof text === 'string' ? text : text(index))).join(' ');

describe('the work of merging selections', () => {
  it('is their number where each key is selected once', () => {
    expect(workOf('{ a b { c d } ... on T { e: a } }')).toBe(6);
  });

  it('grows with the square of those that share a key', () => {
    expect(workOf(`{ ${times(100, 'a')} }`)).toBe(5_050);
    expect(workOf(`{ ${times(100, (index) => `a${String(index)}`)} }`)).toBe(100);
  });

  it('counts what meets in one object, however far apart it is written', () => {
    expect(workOf(`{ ${times(10, `a { ${times(10, 'b')} }`)} }`)).toBe(55 + 5_050);
    expect(workOf(`{ ${times(10, (index) => `a${String(index)}: a { ${times(10, 'b')} }`)} }`)).toBe(10 + 10 * 55);
  });

  it('counts a fragment once for each object, and its spreads', () => {
    expect(workOf(`{ ${times(3, 'a { ...F ...F }')} } fragment F on T { b c }`)).toBe(6 + 21 + 2);
    expect(workOf('{ a { ...F b } x: a { ...F b } } fragment F on T { b }')).toBe(2 + 2 * 4);
  });

  it('is not done beyond what is enough to know', () => {
    expect(workOf(`{ ${times(2_000, 'a { b c }')} }`, 1_000)).toBeLessThan(1_100);
  });
});
