import { PersonErased, ProfileUpdated, UserRegistered, type UserState } from '@ordergraph/events';
import { project, type ViewDefinition, type ViewRow } from '@ordergraph/messaging';
import { type Connection, type Model, Schema } from 'mongoose';

/** How customers want to be called. */
export interface CustomerCopy extends ViewRow {
  readonly displayName: string;
}

const collection = 'customerCopies';

const toRow = ({ state, version }: { readonly state: UserState; readonly version: number }): CustomerCopy => ({
  _id: state.id,
  version,
  displayName: state.displayName,
});

export const customerCopies: ViewDefinition<CustomerCopy> = {
  collection,
  sources: [project(UserRegistered, toRow), project(ProfileUpdated, toRow), project(PersonErased, toRow)],
};

const schema = new Schema<CustomerCopy>(
  {
    _id: String,
    version: Number,
    displayName: String,
  },
  { collection, versionKey: false },
);

export type CustomerCopies = Model<CustomerCopy>;

/** Reads the rows that `customerCopies` writes. */
export const customerCopiesIn = (database: Connection): CustomerCopies =>
  database.model<CustomerCopy>('CustomerCopy', schema);
