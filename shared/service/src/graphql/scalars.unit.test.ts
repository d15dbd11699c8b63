import { parseValue } from 'graphql';
import { DateTime, Decimal, JsonScalar } from './scalars.js';

describe('DateTime', () => {
  it('is RFC 3339 in UTC with milliseconds outside', () => {
    expect(DateTime.serialize(new Date('2026-11-20T09:30:00Z'))).toBe('2026-11-20T09:30:00.000Z');
    expect(DateTime.serialize('2026-11-20T10:30:00.5+01:00')).toBe('2026-11-20T09:30:00.500Z');
  });

  it('is a Date inside', () => {
    expect(DateTime.parseValue('2024-02-29T10:30:00+01:00')).toEqual(new Date('2024-02-29T09:30:00Z'));
    expect(DateTime.parseLiteral(parseValue('"2026-11-20T09:30:00Z"'))).toEqual(new Date('2026-11-20T09:30:00Z'));
  });

  it.each([
    '2026-11-20',
    '2026-02-29T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-11-20T09:30:00',
    '',
    1_700_000_000,
    null,
  ])('refuses %p', (value) => {
    expect(() => DateTime.parseValue(value)).toThrow('RFC 3339');
  });

  it('refuses a literal that is no string', () => {
    expect(() => DateTime.parseLiteral(parseValue('1700000000'))).toThrow('RFC 3339');
  });
});

describe('Decimal', () => {
  it.each(['19.90', '-1', '0.000001'])('takes %s', (text) => {
    expect(Decimal.parseValue(text)).toBe(text);
    expect(Decimal.serialize(text)).toBe(text);
  });

  it.each([19.9, '1e5', '1,5', ' 1', '', '1234567890123456'])('refuses %p with BAD_USER_INPUT', (value) => {
    expect(() => Decimal.parseValue(value)).toThrow(
      expect.objectContaining({ extensions: { code: 'BAD_USER_INPUT' } }) as Error,
    );
  });

  it('refuses a float literal', () => {
    expect(() => Decimal.parseLiteral(parseValue('19.9'))).toThrow('string');
  });
});

describe('JSON', () => {
  it('passes values through and reads literals with variables', () => {
    expect(JsonScalar.parseValue({ a: [1] })).toEqual({ a: [1] });
    expect(JsonScalar.parseLiteral(parseValue('{a: [1, $b]}'), { b: true })).toEqual({ a: [1, true] });
  });
});
