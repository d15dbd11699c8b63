import type { Money } from '../graph/catalogue.js';
import type { Aftermath, Scenario } from './scenario.js';

/** Stock and money after a scenario against what had to happen; one line per difference. */
export function checkAftermath(scenario: Scenario, aftermath: Aftermath): string[] {
  return [...checkStock(scenario, aftermath), ...checkMoney(scenario, aftermath)];
}

function checkStock(scenario: Scenario, { quantity, before, after }: Aftermath): string[] {
  const sold = scenario.sold(quantity);
  return [
    ...differs('available stock', after.available, before.available - sold),
    ...differs('reserved stock', after.reserved, before.reserved),
    ...differs('sold stock', after.sold, before.sold + sold),
  ];
}

function checkMoney({ money }: Scenario, { total, payment }: Aftermath): string[] {
  const wanted = { total: numberOf(total), nothing: 0 };
  return [
    ...differs('money captured', numberOf(payment?.captured), wanted[money.captured]),
    ...differs('money refunded', numberOf(payment?.refunded), wanted[money.refunded]),
  ];
}

const numberOf = (money: Money | undefined): number => Number(money?.amount ?? 0);

function differs(what: string, actual: number, expected: number): string[] {
  return actual === expected ? [] : [`${what} is ${actual} and should be ${expected}`];
}
