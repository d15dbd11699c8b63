import type { mongo } from 'mongoose';
import type { ViewRow } from '../view.js';

/** Entities that the view shows at a newer version than its successor does. */
export function laggardsOf(view: mongo.Collection<ViewRow>, successor: string): Promise<readonly ViewRow[]> {
  const pipeline = [
    { $lookup: { from: successor, localField: '_id', foreignField: '_id', as: 'next' } },
    { $match: { $expr: { $gt: ['$version', { $ifNull: [{ $first: '$next.version' }, 0] }] } } },
    { $project: { version: 1 } },
  ];
  return view.aggregate<ViewRow>(pipeline).toArray();
}

/** The successor finds its rows as fast as the view did. */
export async function copyIndexes(
  view: mongo.Collection<ViewRow>,
  successor: mongo.Collection<ViewRow>,
): Promise<void> {
  const indexes = await view.indexes().catch(() => []); // it does not exist yet: nothing to copy
  const wanted = indexes.filter(({ name }) => name !== '_id_').map(({ v: _, ns: __, ...index }) => index);
  if (wanted.length > 0) await successor.createIndexes(wanted);
}
