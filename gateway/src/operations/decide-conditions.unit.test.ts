import { parse, print } from 'graphql';

import { decideConditions, withoutEmptySelections } from './decide-conditions.js';

const variables = { yes: true, no: false };
const decided = (text: string): string =>
  print(withoutEmptySelections(decideConditions(parse(text), variables)))
    .replaceAll(/\s+/g, ' ')
    .replaceAll('__ordergraphType: __typename', 'HIDDEN');

describe('a document with its conditions decided', () => {
  it.each([
    ['has what is wanted', '{ a @include(if: $yes) b @skip(if: $no) { c } }', '{ a b { c } }'],
    ['has not what is not', '{ a @include(if: $no) b @skip(if: $yes) { c } d }', '{ d }'],
    [
      'needs both where both are said',
      '{ a @include(if: $yes) @skip(if: $yes) b @skip(if: $no) @include(if: $yes) }',
      '{ b }',
    ],
    ['is decided by literals too', '{ a @include(if: false) b @skip(if: false) }', '{ b }'],
    ['keeps other directives', '{ a @other @skip(if: $no) }', '{ a @other }'],
    [
      'is decided in inline fragments',
      '{ ... @include(if: $yes) { a } ... on Q @skip(if: $yes) { b } }',
      '{ ... { a } }',
    ],
    [
      'is decided at spreads and behind them',
      '{ ...F @include(if: $yes) ...G @include(if: $no) } fragment F on Q { a b @skip(if: $yes) ...H } fragment G on Q { c } fragment H on Q { d }',
      '{ ...F } fragment H on Q { d } fragment F on Q { a ...H }',
    ],
    [
      'has no fragment of which nothing is left',
      '{ a { b ...F ... on A { ... on B { c @skip(if: $yes) } } } } fragment F on A { ...G } fragment G on A { d @include(if: $no) }',
      '{ a { b } }',
    ],
    ['selects something for the planner where nothing is left', '{ a { b @skip(if: $yes) } }', '{ a { HIDDEN } }'],
    ['also when nothing at all is', '{ ...F } fragment F on Q { b @skip(if: $yes) }', '{ HIDDEN }'],
  ])('%s', (_, text, expected) => {
    expect(decided(text)).toBe(expected);
  });

  it('is spread once for each name, however often fragments spread each other', () => {
    const doubled = Array.from({ length: 40 }, (_, n) => `fragment F${n} on Q { ...F${n + 1} ...F${n + 1} }`).join(' ');
    expect(decided(`{ ...F0 } ${doubled} fragment F40 on Q { a @include(if: $yes) }`)).toContain(
      'fragment F40 on Q { a }',
    );
  });
});
