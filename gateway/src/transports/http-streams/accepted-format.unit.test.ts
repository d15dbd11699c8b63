import { acceptedFormat, acceptedJson } from './accepted-format.js';
import { eventStreamFormat } from './event-stream-format.js';
import { multipartFormat } from './multipart-format.js';

describe('the accepted stream', () => {
  it.each([
    ['multipart/mixed;boundary=graphql;subscriptionSpec=1.0,application/json', multipartFormat],
    ['multipart/mixed;boundary="graphql";subscriptionSpec="1.0"', multipartFormat],
    ['multipart/mixed; deferSpec=20220824; subscriptionSpec=1.0', undefined],
    ['text/event-stream', eventStreamFormat],
    ['application/json, text/event-stream, multipart/mixed', eventStreamFormat],
    ['text/event-stream;q=0.5, multipart/mixed;subscriptionSpec=1.0', multipartFormat],
    ['multipart/mixed;subscriptionSpec=1.0;q=0, text/event-stream', eventStreamFormat],
    ['application/json,multipart/mixed;subscriptionSpec=1.0', multipartFormat],
    ['multipart/mixed;subscriptionSpec=2.0', undefined],
    ['multipart/mixed', undefined],
    ['text/event-stream;q=0', undefined],
    ['*/*', undefined],
    [undefined, undefined],
  ])('of %s', (accept, format) => {
    expect(acceptedFormat(accept)).toBe(format);
  });

  it('is found as quickly in a header that repeats itself', () => {
    const began = performance.now();
    for (const repeated of ['multipart/mixed', 'multipart/mixed;', 'multipart/mixed; ', ';subscriptionSpec ='])
      expect(acceptedFormat(repeated.repeat(4_000))).toBeUndefined();
    expect(performance.now() - began).toBeLessThan(1_000);
  });

  it.each([
    [
      'multipart/mixed;subscriptionSpec=1.0,application/graphql-response+json,application/json;q=0.9',
      'application/graphql-response+json; charset=utf-8',
    ],
    ['text/event-stream', undefined],
    ['text/event-stream, */*;q=0.1', 'application/json; charset=utf-8'],
    [undefined, 'application/json; charset=utf-8'],
  ])('leaves the answer in JSON to be chosen: %s', (accept, type) => {
    expect(acceptedJson(accept)).toBe(type);
  });
});
