import type { Cause, CommitLog, Executed } from '@ordergraph/messaging';
import { type UpdateProfileRefusal, decideUpdateProfile } from '../domain/update-profile.js';
import { type User, userDecider } from '../domain/user.js';

export const updateProfile = (
  log: CommitLog,
  id: string,
  displayName: string | undefined,
  cause: Cause,
): Promise<Executed<User, UpdateProfileRefusal>> =>
  log.execute(userDecider, id, { ...cause, decide: (user) => decideUpdateProfile(user, displayName) });
