/** One thing wrong with what a client sent; `path` leads to it inside `input`. */
export interface InvalidField {
  readonly path: readonly string[];
  readonly message: string;
}

/** The problems of those rules that do not hold: `[holds, field, message]`. */
export const brokenRules = (...rules: readonly (readonly [boolean, string, string])[]): InvalidField[] =>
  rules.filter(([holds]) => !holds).map(([, field, message]) => ({ path: [field], message }));
