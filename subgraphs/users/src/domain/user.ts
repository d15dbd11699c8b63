import { ProfileUpdated, UserRegistered, type UserState } from '@ordergraph/events';
import type { Decider, Recorded } from '@ordergraph/messaging';

/** An account as its stream tells it. Credentials are elsewhere: no secret ever enters a stream. */
export type User = UnknownUser | RegisteredUser;
export interface UnknownUser {
  readonly status: 'UNKNOWN';
  readonly id: string;
}
export interface RegisteredUser extends UserState {
  readonly status: 'REGISTERED';
}

export type Role = UserState['roles'][number];

type UserMessage = UserRegistered | ProfileUpdated;

export const userDecider: Decider<User> = {
  category: 'user',
  evolveVersion: 1,
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
    default:
      return message satisfies never;
  }
}
