import {
  type Connection,
  type PageArguments,
  createCursorCodec,
  loadConnection,
  rowsAfter,
  rowsMatching,
} from '@ordergraph/service';
import type { UserState } from '@ordergraph/events';
import type { Model } from 'mongoose';
import { z } from 'zod';
import { type UserRow, userOf } from './user-views.js';

const newestFirst = [
  ['createdAt', -1],
  ['_id', -1],
] as const;

const Time = z.iso.datetime().transform((text) => new Date(text));
const cursor = createCursorCodec<readonly [Date, string]>('users', z.tuple([Time, z.string()]));

export const findUsers = (users: Model<UserRow>, search: string, page: PageArguments): Promise<Connection<UserState>> =>
  loadConnection({
    arguments: page,
    cursor,
    keyOf: ({ createdAt, _id }: UserRow) => [createdAt, _id] as const,
    load: ({ after, limit }) =>
      users
        .find({ $and: [rowsMatching('terms', search), rowsAfter(newestFirst, after)] })
        .sort(Object.fromEntries(newestFirst))
        .limit(limit)
        .lean<UserRow[]>(),
    nodeOf: userOf,
  });
