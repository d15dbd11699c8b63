import type { Money } from '@ordergraph/events';

export const none = (currency: string): Money => ({ amount: 0, currency });
export const plus = (left: Money, right: Money): Money => ({ ...left, amount: left.amount + right.amount });
export const minus = (left: Money, right: Money): Money => ({ ...left, amount: left.amount - right.amount });
export const covers = (available: Money, wanted: Money): boolean =>
  available.currency === wanted.currency && available.amount >= wanted.amount;
