import { BrokerUnavailable } from '@ordergraph/messaging';
import { GraphQLError } from 'graphql';
import { CursorInvalid, Forbidden } from './errors.js';
import { errorCatalogue } from './catalogue.js';
import { toPublicError } from './public-error.js';

const located = (originalError: Error): GraphQLError =>
  new GraphQLError(originalError.message, { originalError, path: ['order'] });

describe('what a client may know of an error', () => {
  it('is the code and message of a typed error', () => {
    expect(toPublicError(located(new CursorInvalid()))).toEqual({
      formatted: {
        message: new CursorInvalid().message,
        path: ['order'],
        extensions: { code: 'CURSOR_INVALID', retryable: false },
      },
      unexpected: undefined,
    });
    expect(toPublicError(located(located(new Forbidden()))).formatted.extensions).toMatchObject({ code: 'FORBIDDEN' });
  });

  it.each([
    new BrokerUnavailable('amqp://secret is away'),
    Object.assign(new Error('x'), { name: 'MongoServerSelectionError' }),
    Object.assign(new Error('x'), { errorResponse: Object.assign(new Error('x'), { name: 'MongoNetworkError' }) }),
  ])('is that it may try again when something is away: %p', (error) => {
    const { formatted, unexpected } = toPublicError(located(error));
    expect(formatted).toMatchObject({
      message: 'Please try again in a moment.',
      extensions: { code: 'SERVICE_UNAVAILABLE', retryable: true },
    });
    expect(unexpected).toBe(error);
  });

  it.each([
    new Error('hunter2'),
    new GraphQLError('hunter2', { path: ['a'] }),
    new GraphQLError('hunter2', { extensions: { code: 'SOMETHING' } }),
    new GraphQLError('hunter2', { extensions: { code: 'MESSAGE_INVALID' } }),
    'hunter2',
  ])('is nothing of anything else: %p', (error) => {
    const { formatted, unexpected } = toPublicError(error);
    expect(formatted.extensions).toEqual({ code: 'INTERNAL_SERVER_ERROR', retryable: true });
    expect(JSON.stringify(formatted)).not.toContain('hunter2');
    expect(unexpected).toBe(error);
  });
});

describe('the error catalogue', () => {
  it('has each code once, and an advice for each', () => {
    const codes = errorCatalogue.map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
    for (const { advice, meaning } of errorCatalogue)
      expect([advice, meaning].every((text) => text.endsWith('.'))).toBe(true);
  });
});
