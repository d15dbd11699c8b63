/** One thing wrong with what a client sent; `path` leads to it inside `input`. */
export interface InvalidField {
  readonly path: readonly string[];
  readonly message: string;
}

export const invalidField = (path: string, message: string): InvalidField => ({ path: path.split('.'), message });

/** The problems of those rules that do not hold: `[holds, path, message]`. */
export const brokenRules = (...rules: readonly (readonly [boolean, string, string])[]): InvalidField[] =>
  rules.filter(([holds]) => !holds).map(([, path, message]) => invalidField(path, message));
