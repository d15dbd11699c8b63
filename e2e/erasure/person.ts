import { randomUUID } from 'node:crypto';
import { UserRegistered } from '@ordergraph/events';
import { createGraphClient, type GraphClient } from '@ordergraph/launcher';
import type { BrokerMessage } from '@ordergraph/messaging';

export interface Person {
  readonly id: string;
  readonly client: GraphClient;
  readonly refreshToken: string;
}

interface Account {
  readonly email: string;
  readonly password: string;
  readonly displayName: string;
}

export async function register(url: string, input: Account): Promise<Person> {
  const { register: registered } = await createGraphClient(url).request<{
    register: { session: { accessToken: string; refreshToken: string; user: { id: string } } };
  }>(
    `mutation ($input: RegisterInput!) {
      register(input: $input) { ... on SessionStarted { session { accessToken refreshToken user { id } } } }
    }`,
    { input },
  );
  const { accessToken, refreshToken, user } = registered.session;
  return { id: user.id, refreshToken, client: createGraphClient(url, accessToken) };
}

export const rename = ({ client }: Person, displayName: string): Promise<unknown> =>
  client.request('mutation ($input: UpdateProfileInput!) { updateProfile(input: $input) { __typename } }', {
    input: { displayName },
  });

export async function refresh(url: string, refreshToken: string): Promise<string> {
  const { refreshSession } = await createGraphClient(url).request<{ refreshSession: { __typename: string } }>(
    'mutation ($token: String!) { refreshSession(refreshToken: $token) { __typename } }',
    { token: refreshToken },
  );
  return refreshSession.__typename;
}

export const cancelOrder = (client: GraphClient, orderId: string): Promise<unknown> =>
  client.request('mutation ($id: ID!) { cancelOrder(input: { orderId: $id }) { __typename } }', { id: orderId });

/** What users told when somebody registered, as an operator may find it in a queue; with a failure: among the dead letters. */
export function profileMessage(
  id: string,
  { email, displayName, ...more }: Pick<Account, 'email' | 'displayName'> & Readonly<Record<string, unknown>>,
  failure?: { readonly queue: string },
): BrokerMessage {
  const state = { ...UserRegistered.example.state, id, email, displayName };
  const { password: _, ...unknown } = more;
  const data = { email, displayName, roles: ['CUSTOMER'], ...unknown };
  return {
    routingKey: UserRegistered.routingKey,
    content: Buffer.from(JSON.stringify({ data, state })),
    envelope: {
      id: `user-${id}/1/0${failure ? '' : `-${randomUUID()}`}`,
      type: UserRegistered.type,
      source: 'users',
      subject: `user-${id}`,
      time: new Date().toISOString(),
      version: 1,
      correlationId: 'planted',
      ...(failure && {
        failure: {
          queue: failure.queue,
          attempts: 14,
          firstFailedAt: new Date().toISOString(),
          errorCode: 'NOT_YET',
          errorMessage: 'planted',
        },
      }),
    },
  };
}
