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
const digitsByCurrency = new Map<string, number>();

/** Digits of a currency's minor unit by ISO 4217: 2 for EUR, 0 for JPY, 3 for KWD; undefined for what is no currency. */
export function minorUnitDigits(currency: string): number | undefined {
  if (!currencies.has(currency)) return undefined;
  const known = digitsByCurrency.get(currency);
  if (known !== undefined) return known;
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  digitsByCurrency.set(currency, digits);
  return digits;
}

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
