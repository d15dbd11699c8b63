/** Values of the variables called `names`, as far as the client gave them. What it sends beside them is neither compared, kept nor passed on. */
export function valuesOf(
  variables: Readonly<Record<string, unknown>>,
  names: readonly string[],
): Record<string, unknown> {
  const given = names.filter((name) => Object.hasOwn(variables, name));
  return Object.fromEntries(given.map((name) => [name, variables[name]]));
}
