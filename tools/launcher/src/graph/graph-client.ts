import { randomUUID } from 'node:crypto';

/** The graph answered with errors, or not at all. */
export class GraphRequestFailed extends Error {
  override readonly name = 'GraphRequestFailed';
}

export type Variables = Record<string, unknown>;

export interface GraphClient {
  /** Queries and mutations, as the visitor or the user of this client. */
  request<Data>(document: string, variables?: Variables): Promise<Data>;
  /** Bearer token of the signed-in user; undefined for a visitor. */
  readonly token: string | undefined;
}

/** The smallest client of the gateway's HTTP endpoint. */
export function createGraphClient(url: string, token?: string): GraphClient {
  return {
    token,
    async request<Data>(document: string, variables: Variables = {}): Promise<Data> {
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-correlation-id': randomUUID(),
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        },
        body: JSON.stringify({ query: document, variables }),
      });
      return dataOf<Data>((await response.json()) as Answer<Data>);
    },
  };
}

interface Answer<Data> {
  data?: Data | null;
  errors?: { message: string; path?: (string | number)[]; extensions?: { code?: string } }[];
}

function dataOf<Data>({ data, errors }: Answer<Data>): Data {
  if (errors && errors.length > 0) {
    const lines = errors.map(({ message, path, extensions }) =>
      [extensions?.code, path?.join('.'), message].filter(Boolean).join(' '),
    );
    throw new GraphRequestFailed(lines.join('; '));
  }
  if (data === undefined || data === null) throw new GraphRequestFailed('The graph answered without data.');
  return data;
}

const SIGN_IN = `
  mutation SignIn($input: SignInInput!) {
    signIn(input: $input) {
      __typename
      ... on SessionStarted { session { accessToken } }
      ... on UserError { message }
    }
  }`;

/** A client that speaks as this user. */
export async function signIn(url: string, credentials: { email: string; password: string }): Promise<GraphClient> {
  const { signIn: result } = await createGraphClient(url).request<{
    signIn: { __typename: string; message?: string; session?: { accessToken: string } };
  }>(SIGN_IN, { input: credentials });
  if (!result.session) throw new GraphRequestFailed(`${credentials.email} cannot sign in: ${result.message}`);
  return createGraphClient(url, result.session.accessToken);
}
