import DataLoader from 'dataloader';
import { loadUser } from '../use-cases/load-user.js';
import type { Users, UsersLoaders } from './context.js';

/**
 * Batching only, since a mutation later in the same request may change what was loaded. From streams, so always current: the
 * log reads all streams that are asked for together in one query.
 */
export const usersLoaders = ({ log }: Users): UsersLoaders => ({
  user: new DataLoader((ids) => Promise.all(ids.map((id) => loadUser(log, id))), { cache: false }),
});
