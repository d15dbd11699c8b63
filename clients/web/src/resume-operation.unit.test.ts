import { parse } from 'graphql';

import { resumeOperation } from './resume-operation.js';

describe('an operation that is resumed', () => {
  it.each([
    'subscription ($from: String) { counter(after: $from) { value } }',
    'subscription ($from: String) { ... on Subscription { counter(after: $from) { value } } }',
    'subscription ($from: String) { ...Root } fragment Root on Subscription { again: counter(after: $from) { value } }',
  ])('has the cursor in the variable of its root field: %s', (query) => {
    for (const form of [query, parse(query)]) {
      expect(resumeOperation({ query: form, variables: { room: 'a', from: '1' } }, '7')).toEqual({
        query: form,
        variables: { room: 'a', from: '7' },
      });
    }
  });

  it.each(['subscription { counter { value } }', 'subscription { counter(after: "3") { value } }'])(
    'without such a variable keeps its text and has the cursor in its extensions: %s',
    (query) => {
      expect(resumeOperation({ query, extensions: { own: 1 } }, '7')).toEqual({
        query,
        extensions: { own: 1, cursor: '7' },
      });
    },
  );

  it('is the one that is named', () => {
    const query =
      'subscription A($a: String) { counter(after: $a) { value } } subscription B($b: String) { counter(after: $b) { value } }';
    expect(resumeOperation({ query, operationName: 'B' }, '7')).toMatchObject({ variables: { b: '7' } });
  });

  it('without a cursor is what it was', () => {
    const operation = { query: 'subscription { counter { value } }' };
    expect(resumeOperation(operation, undefined)).toBe(operation);
  });
});
