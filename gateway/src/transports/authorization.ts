/**
 * The authorization that a client put into `connection_init`. Clients write it in one of these ways: `{authorization}`, `{Authorization}`, or
 * either inside `{headers}`, as explorers do.
 */
export function authorizationOf(params: Readonly<Record<string, unknown>> | null | undefined): string | undefined {
  if (!params) return undefined;
  const direct = params['authorization'] ?? params['Authorization'];
  if (typeof direct === 'string') return direct;
  const headers = params['headers'];
  return typeof headers === 'object' && headers !== null
    ? authorizationOf({ ...headers, headers: undefined })
    : undefined;
}
