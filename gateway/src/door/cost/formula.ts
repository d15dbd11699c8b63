/** Coerced: with defaults. Without what objects inherit, since a variable may be called `constructor`. */
export type Variables = Readonly<Record<string, unknown>>;

/** A number that may depend on variables. What does not is computed once. */
export type Formula = number | ((variables: Variables) => number);

export function valueOf(formula: Formula, variables: Variables): number {
  return typeof formula === 'number' ? formula : formula(variables);
}

export function sum(parts: readonly Formula[]): Formula {
  let constant = 0;
  const varying: Exclude<Formula, number>[] = [];
  for (const part of parts) {
    if (typeof part === 'number') constant += part;
    else varying.push(part);
  }
  return varying.length === 0
    ? constant
    : (variables) => varying.reduce((total, part) => total + part(variables), constant);
}

export function product(one: Formula, other: Formula): Formula {
  if (one === 0 || other === 0) return 0;
  return apply(([a = 0, b = 0]) => a * b, [one, other]);
}

export function notNegative(formula: Formula): Formula {
  return apply(([value = 0]) => Math.max(0, value), [formula]);
}

/** Undefined of none. */
export function largest(formulas: readonly Formula[]): Formula | undefined {
  return formulas.length > 1 ? apply((values) => Math.max(...values), formulas) : formulas[0];
}

function apply(calculate: (values: readonly number[]) => number, formulas: readonly Formula[]): Formula {
  const calculated = (variables: Variables): number => calculate(formulas.map((each) => valueOf(each, variables)));
  return formulas.every((each) => typeof each === 'number') ? calculated({}) : calculated;
}
