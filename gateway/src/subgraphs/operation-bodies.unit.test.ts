import { OperationBodies } from './operation-bodies.js';

describe('bodies of requests to subgraphs', () => {
  const bodies = new OperationBodies();

  it.each([
    { query: '{ a }', operationName: undefined, variables: {} },
    { query: 'query "q\\u0022 { a }\n', operationName: 'q', variables: { id: '"7"', list: [1, null] } },
    { query: '{ a }', operationName: 'other', variables: { none: undefined, deep: { a: [{ b: 'ü€' }] } } },
  ])('are the JSON of the operation: $query', ({ query, operationName, variables }) => {
    const question = { query, operationName, isQuery: true };
    const body = JSON.stringify({ query, operationName, variables });
    for (let time = 0; time < 2; time += 1) expect(bodies.of({ question, variables })).toBe(body);
    expect(bodies.of({ question, variables: { other: 1 } })).toBe(
      JSON.stringify({ query, operationName, variables: { other: 1 } }),
    );
  });
});
