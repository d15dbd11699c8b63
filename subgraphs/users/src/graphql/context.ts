import type { CommitLog } from '@ordergraph/messaging';
import type { RequestContext } from '@ordergraph/service';
import type DataLoader from 'dataloader';
import type { Model } from 'mongoose';
import type { RegisteredUser } from '../domain/user.js';
import type { Sessions } from '../sessions/sessions.js';
import type { Accounts } from '../accounts/accounts.js';
import type { UserRow } from '../views/user-views.js';

/** What resolvers are built with. */
export interface Users {
  readonly log: CommitLog;
  readonly accounts: Accounts;
  readonly sessions: Sessions;
  readonly views: Model<UserRow>;
}

export interface UsersLoaders {
  readonly user: DataLoader<string, RegisteredUser | undefined>;
}

export type UsersContext = RequestContext & UsersLoaders;
