/**
 * The authorization that a client put into `connection_init`. Clients write it in one of these ways: `{authorization}`, `{Authorization}`, or
 * either inside `{headers}`, as explorers do. What is no text is answered too, to be refused: whoever sends it does not come as a visitor.
 */
export function authorizationOf(params: Readonly<Record<string, unknown>> | null | undefined): unknown {
  if (!params) return undefined;
  const direct = params['authorization'] ?? params['Authorization'];
  if (direct !== undefined && direct !== null) return direct;
  const headers = params['headers'];
  return typeof headers === 'object' && headers !== null
    ? authorizationOf({ ...headers, headers: undefined })
    : undefined;
}

/** A header that a client put into `connection_init`, itself or inside `headers`; case does not matter, as in HTTP. */
export function initValue(params: Readonly<Record<string, unknown>> | null | undefined, name: string): unknown {
  if (!params) return undefined;
  const key = Object.keys(params).find((each) => each.toLowerCase() === name);
  if (key !== undefined) return params[key];
  const headers = params['headers'];
  return typeof headers === 'object' && headers !== null
    ? initValue({ ...headers, headers: undefined }, name)
    : undefined;
}
