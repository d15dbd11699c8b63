import fc from 'fast-check';
import { minorUnitDigits, parseMoney, toGraphqlMoney } from './money.js';

describe('money', () => {
  it.each([
    [{ amount: 1990, currency: 'EUR' }, '19.90'],
    [{ amount: 5, currency: 'EUR' }, '0.05'],
    [{ amount: -5, currency: 'EUR' }, '-0.05'],
    [{ amount: 1990, currency: 'JPY' }, '1990'],
    [{ amount: 1990, currency: 'KWD' }, '1.990'],
    [{ amount: 0, currency: 'JPY' }, '0'],
  ])('%j is %s', (money, amount) => {
    expect(toGraphqlMoney(money)).toEqual({ amount, currencyCode: money.currency });
  });

  it('reads what it writes, exactly, in any currency', () => {
    const currency = fc.constantFrom('EUR', 'JPY', 'KWD', 'USD', 'BHD');
    fc.assert(
      fc.property(fc.integer({ min: -1e15, max: 1e15 }), currency, (amount, code) => {
        expect(parseMoney(toGraphqlMoney({ amount, currency: code }))).toEqual({
          ok: true,
          money: { amount, currency: code },
        });
      }),
    );
  });

  it('fills up missing decimals', () => {
    expect(parseMoney({ amount: '19.9', currencyCode: 'EUR' })).toMatchObject({ money: { amount: 1990 } });
    expect(parseMoney({ amount: '19', currencyCode: 'EUR' })).toMatchObject({ money: { amount: 1900 } });
  });

  it.each([
    ['19.901', 'EUR', 'amount'],
    ['1.0', 'JPY', 'amount'],
    ['1e3', 'EUR', 'amount'],
    ['', 'EUR', 'amount'],
    ['.5', 'EUR', 'amount'],
    ['99999999999999999', 'EUR', 'amount'],
    ['1', 'EURO', 'currencyCode'],
    ['1', 'eur', 'currencyCode'],
  ])('refuses %s %s because of %s', (amount, currencyCode, field) => {
    expect(parseMoney({ amount, currencyCode })).toMatchObject({ ok: false, field });
  });

  it('knows no digits of what is no currency', () => {
    expect(minorUnitDigits('EUR')).toBe(2);
    expect(minorUnitDigits('XQX')).toBeUndefined();
  });

  it.each([
    ['HUF', 2],
    ['COP', 2],
    ['IDR', 2],
    ['ISK', 0],
    ['VND', 0],
    ['IQD', 3],
  ])('has the digits of %s from ISO 4217, whatever Intl writes prices with', (currency, digits) => {
    expect(minorUnitDigits(currency)).toBe(digits);
  });
});
