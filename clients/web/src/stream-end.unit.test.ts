import { readStreamEnd } from './stream-end.js';

const errors = (code: string, retryable?: boolean) => [{ message: 'why', extensions: { code, retryable } }];

describe('the end of an attempt', () => {
  it.each([1000, 1001, 1005, 1006, 1011, 1012, 1013, 4408, 4499, 4500, 4504])(
    'by close code %d is a matter of time',
    (code) => {
      expect(readStreamEnd({ code, reason: '' }).kind).toBe('lost');
    },
  );

  it.each([1002, 1009, 4400, 4406, 4409, 4429])('by close code %d is final', (code) => {
    expect(readStreamEnd({ code, reason: 'no' })).toMatchObject({ kind: 'refused', error: { code: 'SOCKET_CLOSED' } });
  });

  it.each([
    [
      'a retryable error with a place',
      [{ message: '', extensions: { retryable: true, cursor: '4' } }],
      { kind: 'lost', cursor: '4' },
    ],
    ['one error of two that is final', [...errors('A', true), ...errors('B', false)], { kind: 'refused' }],
    ['an error that says nothing', [{ message: 'why' }], { kind: 'refused', error: { message: 'why' } }],
    ['an error of Apollo Client', { errors: errors('SHUTTING_DOWN', true) }, { kind: 'lost' }],
    [
      'a JSON answer',
      { statusCode: 429, bodyText: JSON.stringify({ errors: errors('RATE_LIMITED', true) }) },
      { kind: 'lost' },
    ],
    [
      'a final JSON answer',
      { statusCode: 400, bodyText: JSON.stringify({ errors: errors('BAD', false) }) },
      { kind: 'refused', error: { code: 'BAD' } },
    ],
    ['a page of a proxy that has no gateway', { statusCode: 502, bodyText: '<html>' }, { kind: 'lost' }],
    ['another page', { statusCode: 404, bodyText: '<html>' }, { kind: 'refused', error: { code: 'HTTP_ERROR' } }],
    ['a failed fetch', new TypeError('fetch failed'), { kind: 'lost' }],
    ['an event without a code', undefined, { kind: 'lost' }],
  ])('by %s is understood', (_, reason, expected) => {
    expect(readStreamEnd(reason)).toMatchObject(expected);
  });
});
