import { setTimeout as delay } from 'node:timers/promises';
import type { Attempt } from '../history/attempts.js';
import type { Random } from '../random.js';
import { ask, type Answer, type Question } from './ask.js';

export interface Credentials {
  readonly email: string;
  readonly password: string;
}

/** A signed-in user who knows several gateways, asks any of them, and signs in again when a token has ended. */
export interface Client {
  /** Of the user; the subject of its tokens. */
  readonly userId: string;
  readonly token: string;
  /** One request. */
  ask<Data>(question: Question): Promise<Answer<Data>>;
  /** Repeats a question until it is answered. @returns undefined when `signal` ended the patience */
  insist<Data>(question: Question, signal: AbortSignal, attempt?: Attempt): Promise<Data | undefined>;
  gateway(): string;
}

/** Signs in, however long that takes. */
export async function signInClient(
  gateways: readonly [string, ...string[]],
  credentials: Credentials,
  random: Random,
): Promise<Client> {
  const gateway = (): string => random.pick(gateways);
  let token = await freshToken(gateway, credentials, random);
  const client: Client = {
    userId: subjectOf(token),
    get token() {
      return token;
    },
    gateway,
    async ask<Data>(question: Question) {
      const answer = await ask<Data>(gateway(), token, question);
      if (answer.kind !== 'unauthenticated') return answer;
      token = await freshToken(gateway, credentials, random);
      return ask<Data>(gateway(), token, question);
    },
    insist: (question, signal, attempt) => insist(client, { question, signal, attempt, random }),
  };
  return client;
}

async function insist<Data>(
  client: Client,
  options: { question: Question; signal: AbortSignal; attempt: Attempt | undefined; random: Random },
): Promise<Data | undefined> {
  const { question, signal, attempt, random } = options;
  while (!signal.aborted) {
    if (attempt) attempt.tries += 1;
    const answer = await client.ask<Data>(question);
    if (answer.kind === 'answered') return answer.data;
    if (attempt) {
      attempt.unanswered += 1;
      attempt.reason = answer.kind === 'unknown' ? answer.reason : answer.kind;
    }
    await delay(random.between(200, 1_500), undefined, { signal }).catch(() => undefined);
  }
  return undefined;
}

const signIn = `mutation SignIn($input: SignInInput!) {
  signIn(input: $input) { ... on SessionStarted { session { accessToken } } ... on UserError { message } }
}`;

async function freshToken(gateway: () => string, input: Credentials, random: Random): Promise<string> {
  for (;;) {
    const answer = await ask<{ signIn: { session?: { accessToken: string }; message?: string } }>(
      gateway(),
      undefined,
      {
        document: signIn,
        variables: { input },
      },
    );
    if (answer.kind === 'answered') {
      const { session, message } = answer.data.signIn;
      if (session) return session.accessToken;
      throw new Error(`${input.email} cannot sign in: ${message}`);
    }
    await delay(random.between(200, 1_000));
  }
}

function subjectOf(token: string): string {
  const [, payload = ''] = token.split('.');
  return (JSON.parse(Buffer.from(payload, 'base64url').toString()) as { sub: string }).sub;
}
