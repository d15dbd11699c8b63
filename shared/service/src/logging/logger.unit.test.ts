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
