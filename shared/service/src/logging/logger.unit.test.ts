import { mongo } from 'mongoose';
import { correlationOf } from './correlation.js';
import { createLogger } from './logger.js';

describe('the logger', () => {
  const lines: Record<string, unknown>[] = [];
  const destination = { write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>) };
  const logger = createLogger({ name: 'orders', destination });
  beforeEach(() => (lines.length = 0));

  it('redacts secrets up to two objects deep', () => {
    logger.info({ password: 'p', input: { paymentToken: 't' }, request: { headers: { authorization: 'Bearer x' } } });
    expect(JSON.stringify(lines)).not.toMatch(/"p"|"t"|Bearer/);
  });
});

describe('an error in the log', () => {
  const lines: string[] = [];
  const logger = createLogger({ name: 'payments', destination: { write: (line) => void lines.push(line) } });
  beforeEach(() => (lines.length = 0));
  const logged = (err: unknown): Record<string, unknown> => {
    logger.error({ err }, 'failed');
    return (JSON.parse(lines.at(-1) ?? '') as { err: Record<string, unknown> }).err;
  };

  const duplicate = 'E11000 duplicate key error collection: users.claims index: _id_ dup key: ';

  it('says what it is and what caused it', () => {
    const cause = Object.assign(new TypeError('inner'), { code: 'ECONNREFUSED' });
    const err = logged(Object.assign(new Error('outer', { cause }), { code: 11_000 }));
    expect(err).toMatchObject({ type: 'Error', code: 11_000, message: 'outer' });
    expect(err['stack']).toMatch(/^Error: outer\n {4}at .*logger\.unit\.test/);
    expect(err['cause']).toMatchObject({ type: 'TypeError', code: 'ECONNREFUSED', message: 'inner' });
    expect(logged(new AggregateError([cause]))).toMatchObject({ errors: [{ message: 'inner' }] });
    expect(logged('text')).toBe('text');
  });

  it.each([
    [{ message: { paymentToken: 'tok_secret' } }, { message: 'object' }],
    [{ message: undefined }, { message: 'undefined' }],
    [{ stack: ['a frame'] }, { message: 'broken' }],
    [{ errors: 'none' }, { message: 'broken' }],
  ])('is told however strange it is: %j', (strange, told) => {
    const err = logged(Object.assign(new AggregateError([], 'broken'), strange));
    expect(err).toMatchObject({ type: 'AggregateError', ...told });
    expect(lines.join('')).not.toContain('tok_secret');
  });

  it('holds nothing of the documents that were to be written', () => {
    const document = { paymentToken: 'tok_secret', deep: { deeper: { password: 'tok_secret' } } };
    const message = `${duplicate}{ _id: "tok_secret" }`;
    const writeErrors = [{ err: { op: document, errmsg: message } }];
    const error = new mongo.MongoBulkWriteError({ message, code: 11_000, writeErrors: writeErrors as never }, {
      insertedIds: document,
    } as never);
    expect(logged(error)).toMatchObject({
      type: 'MongoBulkWriteError',
      code: 11_000,
      message: `${duplicate}[redacted]`,
      stack: expect.stringContaining('    at ') as string,
    });
    logged(new Error(`not committed: ${message}`, { cause: error }));
    logged(new AggregateError([error], message));
    logged(document);
    expect(lines.join('')).not.toContain('tok_secret');
  });

  it.each(['{ email: "tok_secret" }', '{ a: "x}", b: "tok_secret" }', '{ a: "\n    at tok_secret }", b: 1 }'])(
    'does not tell the key that was there already: %j',
    (key) => {
      const error = new Error(`${duplicate}${key}`);
      logged(error);
      error.message = `later: ${error.message}`;
      logged(error);
      expect(lines.join('')).not.toContain('tok_secret');
    },
  );

  it('ends where errors cause each other', () => {
    const error = new Error('circular');
    error.cause = error;
    expect(JSON.stringify(logged(error)).length).toBeLessThan(20_000);
  });
});

describe('correlationOf', () => {
  it('takes over well-formed ids and makes a new one otherwise', () => {
    expect(correlationOf({ correlationId: 'abc-1' })).toEqual({ correlationId: 'abc-1' });
    const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
    expect(correlationOf({ correlationId: 'x', traceparent })).toEqual({ correlationId: 'x', traceparent });
    const tracestate = 'vendor=1';
    expect(correlationOf({ correlationId: 'x', tracestate })).toEqual({ correlationId: 'x' });
    expect(correlationOf({ correlationId: 'x', traceparent, tracestate: 'line\nbreak' })).not.toHaveProperty(
      'tracestate',
    );
    expect(correlationOf({ correlationId: 'x', traceparent, tracestate })).toMatchObject({ traceparent, tracestate });
    for (const correlationId of ['line\nbreak', '', 'x'.repeat(65), 7, undefined]) {
      expect(correlationOf({ correlationId, traceparent: 'junk' })).toEqual({
        correlationId: expect.stringMatching(/^[\da-f-]{36}$/) as string,
      });
    }
  });
});
