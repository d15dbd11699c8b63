import { type Connection, type Model, Schema } from 'mongoose';
import { type UserRow, userViews } from './user-views.js';

/** The collection that lists read; messaging writes it. */
export function userModel(database: Connection): Model<UserRow> {
  const schema = new Schema<UserRow>(
    {
      _id: String,
      version: Number,
      email: String,
      displayName: String,
      roles: [String],
      createdAt: Date,
      terms: [String],
    },
    { versionKey: false },
  );
  schema.index({ createdAt: -1, _id: -1 });
  schema.index({ terms: 1 });
  return database.model<UserRow>('UserView', schema, userViews.collection);
}
