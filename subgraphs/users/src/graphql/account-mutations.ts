import { randomUUID } from 'node:crypto';
import { mutationCause } from '@ordergraph/messaging';
import { Unauthenticated, actorOf } from '@ordergraph/service';
import { type Registration, registrationProblems } from '../domain/register.js';
import { hashPassword } from '../accounts/passwords.js';
import { register } from '../use-cases/register.js';
import { updateProfile } from '../use-cases/update-profile.js';
import type { Users, UsersContext } from './context.js';
import { emailTaken, invalidInput, sessionStarted } from './results.js';

interface UpdateProfileArguments {
  readonly input: { readonly displayName?: string | null };
}

export const accountMutations = ({ log, sessions }: Users) => ({
  async register(_: unknown, { input }: { readonly input: Registration }, context: UsersContext) {
    const problems = registrationProblems(input);
    if (problems.length > 0) return invalidInput(problems);
    const { email, displayName, password } = input;
    const account = { email, displayName, roles: ['CUSTOMER'], passwordHash: await hashPassword(password) } as const;
    const registered = await register(log, randomUUID(), account, causeOf('register', context));
    return registered.state.status === 'REGISTERED'
      ? sessionStarted(await sessions.start(registered.state))
      : emailTaken;
  },

  async updateProfile(_: unknown, { input }: UpdateProfileArguments, context: UsersContext) {
    const { principal } = context;
    if (principal.kind !== 'user') throw new Unauthenticated();
    const displayName = input.displayName ?? undefined;
    const updated = await updateProfile(log, principal.userId, displayName, causeOf('updateProfile', context));
    if (updated.outcome !== 'refused') return { __typename: 'UpdateProfileSuccess', user: updated.state };
    // A valid token of somebody who does not exist: signing in again is what helps.
    if (updated.refusal.reason === 'NOT_FOUND') throw new Unauthenticated();
    return invalidInput(updated.refusal.fields);
  },
});

function causeOf(field: string, { principal, correlationId, traceparent }: UsersContext) {
  const actor = actorOf(principal);
  const context = { correlationId, actor, ...(traceparent !== undefined && { traceparent }) };
  return mutationCause({ principal: actor, field, context });
}
