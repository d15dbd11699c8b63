import { isNestedTooDeeply, MAX_NESTING } from '../nesting.js';
import { readSocketMessage } from './socket-message.js';

const byId = { persistedQuery: { version: 1, sha256Hash: 'abc' } };
const lists = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
const subscribe = (variables: string): string =>
  `{"type":"subscribe","id":"1","payload":{"query":"{ a }","variables":{"v":${variables}}}}`;

interface Sent {
  payload: { query: string; variables: object };
}
const payloadOf = (text: string) => (JSON.parse(readSocketMessage(text).text) as Sent).payload;

describe('a message of a socket', () => {
  it.each(['{', '[]', 'null', '5', '', '{"type":"ping"}', subscribe('1'), subscribe(lists(MAX_NESTING))])(
    'is left as it is: %s',
    (text) => {
      expect(readSocketMessage(text).text).toBe(text);
    },
  );

  it('says what it is and which operation it is about', () => {
    expect(readSocketMessage(subscribe('1'))).toMatchObject({ type: 'subscribe', id: '1' });
  });

  it('is given a query when it goes by an id', () => {
    const payload = { operationName: 'A', variables: { a: [1] }, extensions: byId };
    expect(payloadOf(JSON.stringify({ type: 'subscribe', id: '1', payload }))).toEqual({ ...payload, query: '' });
  });

  it('is cut to what is still too deep, and its operation is what it was', () => {
    const { query, variables } = payloadOf(subscribe(lists(30_000)));
    expect(query).toBe('{ a }');
    expect(isNestedTooDeeply(variables)).toBe(true);
    expect(isNestedTooDeeply(variables, MAX_NESTING + 2)).toBe(false);
  });
});
