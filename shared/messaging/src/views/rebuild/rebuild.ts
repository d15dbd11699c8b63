import type { mongo } from 'mongoose';

/**
 * The rebuild of one view, in the collection `viewRebuilds` of its service.
 *
 * idle → asked → building → switched → idle, or building → building under another attempt when its process died.
 */
export interface Rebuild {
  /** The view's collection. */
  readonly _id: string;
  readonly state: 'idle' | 'asked' | 'building' | 'switched';
  /** Whoever builds now; each begins anew, in a collection and a queue of its own. */
  readonly attempt?: string;
  /** A process that does not say so again by then is taken for dead. While asked: what failed is not begun before. */
  readonly heldUntil?: Date;
  /** How often it failed since it was asked for. */
  readonly failures?: number;
  readonly askedAt?: Date;
  readonly by?: string;
  readonly doneAt?: Date;
}

export const rebuildsIn = (database: mongo.Db): mongo.Collection<Rebuild> =>
  database.collection<Rebuild>('viewRebuilds');

/** What takes the view's place when an attempt succeeds. */
export const successorName = (collection: string, attempt: string): string => `${collection}.rebuilt-${attempt}`;

/** Asks for a view to be rebuilt. False: there is no such view, or it is being rebuilt already. */
export async function askForRebuild(database: mongo.Db, collection: string, by: string): Promise<boolean> {
  const asked = { state: 'asked', by, askedAt: new Date() } as const;
  const update = { $set: asked, $unset: { doneAt: '' } } as const;
  const { modifiedCount } = await rebuildsIn(database).updateOne({ _id: collection, state: 'idle' }, update);
  return modifiedCount > 0;
}
