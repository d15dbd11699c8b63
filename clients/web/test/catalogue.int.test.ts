import { readStreamEnd } from '@ordergraph/client';
import { gatewayErrorCatalogue } from '@ordergraph/gateway';

const closing = gatewayErrorCatalogue.flatMap(({ code, closeCode, retryable }) =>
  closeCode === undefined ? [] : [{ code, closeCode, retryable }],
);

it.each(closing)('a socket closed with $closeCode for $code is taken as the error catalogue says', (entry) => {
  const expected = entry.retryable ? 'lost' : entry.code === 'UNAUTHENTICATED' ? 'unauthenticated' : 'refused';
  expect(readStreamEnd({ code: entry.closeCode, reason: '' }).kind).toBe(expected);
});
