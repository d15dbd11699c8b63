import type { Money } from '@ordergraph/events';

/** `Money` of the graph: a decimal in the scale of its currency. */
export interface GraphqlMoney {
  readonly amount: string;
  readonly currencyCode: string;
}

/** Money read from input, or what is wrong with it and where. */
export type ParsedMoney =
  | { readonly ok: true; readonly money: Money }
  | { readonly ok: false; readonly field: 'amount' | 'currencyCode'; readonly message: string };

const currencies = new Set(Intl.supportedValuesOf('currency'));

/**
 * Where ISO 4217 has other than two digits (list one, 2026). Not asked of `Intl`: it knows how prices are written, says 0 for
 * HUF or COP, and may say something else in the next Node, while amounts are stored in minor units for good.
 */
const withoutMinorUnit = 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF';
const withThousandths = 'BHD IQD JOD KWD LYD OMR TND';
const unusualDigits = new Map([
  ...withoutMinorUnit.split(' ').map((code) => [code, 0] as const),
  ...withThousandths.split(' ').map((code) => [code, 3] as const),
]);

/** Digits of a currency's minor unit by ISO 4217: 2 for EUR, 0 for JPY, 3 for KWD; undefined for what is no currency. */
export const minorUnitDigits = (currency: string): number | undefined =>
  currencies.has(currency) ? (unusualDigits.get(currency) ?? 2) : undefined;

/** `{amount: 1990, currency: 'EUR'}` as `{amount: '19.90', currencyCode: 'EUR'}`; exact. */
export function toGraphqlMoney({ amount, currency }: Money): GraphqlMoney {
  const digits = minorUnitDigits(currency) ?? 2;
  const sign = amount < 0 ? '-' : '';
  const text = String(Math.abs(amount)).padStart(digits + 1, '0');
  const whole = text.slice(0, text.length - digits);
  const fraction = text.slice(text.length - digits);
  return { amount: digits === 0 ? `${sign}${whole}` : `${sign}${whole}.${fraction}`, currencyCode: currency };
}

/** Reads `MoneyInput` exactly; fewer decimals than the currency has are filled up, more are refused. */
export function parseMoney({ amount, currencyCode }: GraphqlMoney): ParsedMoney {
  const digits = minorUnitDigits(currencyCode);
  if (digits === undefined) return wrong('currencyCode', `${JSON.stringify(currencyCode)} is no ISO 4217 currency.`);
  const [, sign, whole, fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(amount) ?? [];
  if (whole === undefined) return wrong('amount', 'Must be a decimal number such as "19.90".');
  if (fraction.length > digits) return wrong('amount', `${currencyCode} has at most ${digits} decimals.`);
  const units = Number(`${sign ?? ''}${whole}${fraction.padEnd(digits, '0')}`);
  if (!Number.isSafeInteger(units)) return wrong('amount', 'Is too large.');
  return { ok: true, money: { amount: units === 0 ? 0 : units, currency: currencyCode } };
}

const wrong = (field: 'amount' | 'currencyCode', message: string): ParsedMoney => ({ ok: false, field, message });
