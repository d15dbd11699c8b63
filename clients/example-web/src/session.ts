import type { ApolloClient } from '@apollo/client';
import type { GetToken } from '@ordergraph/client';
import { RefreshSessionDocument, SignInDocument, type SignInInput } from '@ordergraph/graph';

interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string;
}

/** Who is signed in, in the memory of this page alone: what is stored, other scripts of the page can read. */
export class Session {
  #tokens: Tokens | undefined;
  #apollo: ApolloClient | undefined;

  get token(): string | undefined {
    return this.#tokens?.accessToken;
  }

  /** Answers what is to be told to the person, or nothing when they are signed in. */
  async signIn(apollo: ApolloClient, input: SignInInput): Promise<string | undefined> {
    this.#apollo = apollo;
    const { data } = await apollo.mutate({ mutation: SignInDocument, variables: { input } });
    if (data?.signIn.__typename !== 'SessionStarted') return data?.signIn.message ?? 'Signing in failed.';
    this.#tokens = data.signIn.session;
    return undefined;
  }

  /** The token to watch with; a new one when the gateway takes the old one no longer. */
  readonly getToken: GetToken = async ({ rejected }) => {
    if (rejected !== undefined && rejected === this.token) await this.#refresh();
    return this.token;
  };

  async #refresh(): Promise<void> {
    const refreshToken = this.#tokens?.refreshToken;
    if (refreshToken === undefined || !this.#apollo) return;
    const { data } = await this.#apollo.mutate({
      mutation: RefreshSessionDocument,
      variables: { refreshToken },
      // With the rejected token it would be refused.
      context: { asVisitor: true },
    });
    const answer = data?.refreshSession;
    this.#tokens = answer?.__typename === 'SessionStarted' ? answer.session : undefined;
  }
}
