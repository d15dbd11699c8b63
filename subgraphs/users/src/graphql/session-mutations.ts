import { Unauthenticated } from '@ordergraph/service';
import { signIn } from '../use-cases/sign-in.js';
import type { Users, UsersContext } from './context.js';
import { invalidCredentials, sessionEnded, sessionStarted } from './results.js';

interface SignInArguments {
  readonly input: { readonly email: string; readonly password: string };
}

export const sessionMutations = ({ log, accounts, sessions }: Users) => ({
  async signIn(_: unknown, { input }: SignInArguments) {
    const user = await signIn(log, accounts, input);
    return user ? sessionStarted(await sessions.start(user)) : invalidCredentials;
  },

  async refreshSession(_: unknown, { refreshToken }: { readonly refreshToken: string }) {
    const session = await sessions.refresh(refreshToken);
    return session ? sessionStarted(session) : sessionEnded;
  },

  async signOut(_: unknown, { everywhere }: { readonly everywhere: boolean }, { principal }: UsersContext) {
    if (principal.kind !== 'user') throw new Unauthenticated();
    return { endedSessions: await sessions.end(principal, everywhere) };
  },
});
