import type { mongo } from 'mongoose';
import type { Commit } from '../commits/commit.js';

/**
 * After an owner's database was restored: has every command to it that this database holds since a time sent again by the sweep,
 * oldest first, under the ids they had. What the owner remembers it answers again; what it forgot it does now. Returns how many commits.
 *
 * @param commands the name of an owner, for all of its commands, or the routing key of one
 */
export async function askAgain(database: mongo.Db, commands: string, since: Date): Promise<number> {
  // Streams hold events of their own service, and messages of another one only where they are commands to it.
  const asks = { at: { $gte: since }, 'messages.type': { $regex: `^${commands}\\.` } } as mongo.Filter<Commit>;
  const armed = { $add: ['$armed', 1] };
  const again = [{ $set: { armed, pending: armed, nextTryAt: '$at' } }];
  const { modifiedCount } = await database.collection<Commit>('commits').updateMany(asks, again);
  return modifiedCount;
}
