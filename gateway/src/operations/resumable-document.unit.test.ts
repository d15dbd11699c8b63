import { buildSchema, parse, print } from 'graphql';

import { makeResumable } from './resumable-document.js';

const schema = buildSchema(
  'type Query { a: Int } type Subscription { watch(id: ID, after: String): Int live: Int strict(after: String!): Int }',
);
const resumable = (text: string) => {
  const { document, resumption } = makeResumable(schema, parse(text));
  return { text: print(document).replaceAll(/\s+/g, ' '), resumption };
};

describe('a subscription to a field that takes a cursor', () => {
  it.each([
    ['without an argument', 'subscription { watch(id: 1) }', {}, undefined],
    ['with a literal', 'subscription { watch(after: "7", id: 1) }', {}, '7'],
    ['with a variable', 'subscription ($c: String) { watch(id: 1, after: $c) }', { c: '8' }, '8'],
    ['with a variable without value', 'subscription ($c: String) { watch(id: 1, after: $c) }', {}, undefined],
    ['with null', 'subscription { watch(id: 1, after: null) }', {}, undefined],
  ])('%s gets the cursor from the gateway', (_, text, variables, cursor) => {
    const { text: made, resumption } = resumable(text);
    expect(made).toContain('$ordergraph_after: String)');
    expect(made).toContain('watch(id: 1, after: $ordergraph_after)');
    expect(resumption?.initialCursor(variables)).toBe(cursor);
  });

  it('may be written several times', () => {
    const { text } = resumable(
      'subscription { watch(id: 1) ...F } fragment F on Subscription { watch(id: 1, after: "7") }',
    );
    expect(text.match(/watch\(id: 1, after: \$ordergraph_after\)/g)).toHaveLength(2);
  });

  it('may be written with fragments', () => {
    expect(
      resumable('subscription { ... on Subscription { ...F } } fragment F on Subscription { w: watch }').text,
    ).toBe(
      'subscription ($ordergraph_after: String) { ... on Subscription { ...F } } fragment F on Subscription { w: watch(after: $ordergraph_after) }',
    );
  });
});

it.each(['subscription { live }', 'subscription { strict(after: "1") }'])('%s is left as it is', (text) => {
  expect(resumable(text)).toEqual({ text, resumption: undefined });
});
