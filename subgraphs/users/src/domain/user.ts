import { PersonErased, ProfileUpdated, UserRegistered, type UserState } from '@ordergraph/events';
import type { Decider, Recorded } from '@ordergraph/messaging';

/** An account as its stream tells it. Credentials are elsewhere: no secret ever enters a stream. */
export type User = UnknownUser | RegisteredUser | ErasedUser;
export interface UnknownUser {
  readonly status: 'UNKNOWN';
  readonly id: string;
}
export interface RegisteredUser extends UserState {
  readonly status: 'REGISTERED';
}

/** Nothing but the id is left, so that nobody else gets it. */
export interface ErasedUser extends UserState {
  readonly status: 'ERASED';
}

export type Role = UserState['roles'][number];

type UserMessage = UserRegistered | ProfileUpdated | PersonErased;

export const userDecider: Decider<User> = {
  category: 'user',
  evolveVersion: 2,
  initialState: (id) => ({ status: 'UNKNOWN', id }),
  evolve: (user, message, recorded) => evolve(user, message as UserMessage, recorded),
  publicState: ({ status: _, ...state }) => state,
};

function evolve(user: User, message: UserMessage, { at }: Recorded): User {
  switch (message.type) {
    case UserRegistered.type:
      return { status: 'REGISTERED', id: user.id, ...message.data, createdAt: at.toISOString() };
    case ProfileUpdated.type:
      return user.status === 'REGISTERED' ? { ...user, displayName: message.data.displayName } : user;
    case PersonErased.type:
      return user.status === 'REGISTERED' ? { ...user, status: 'ERASED', email: '', displayName: '', roles: [] } : user;
    default:
      return message satisfies never;
  }
}
