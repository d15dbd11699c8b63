import { PersonErased, ProfileUpdated, UserRegistered, type UserState } from '@ordergraph/events';
import { type ViewDefinition, type ViewRow, project } from '@ordergraph/messaging';
import { searchTerms } from '@ordergraph/service';

/** A user as lists find them. */
export interface UserRow extends ViewRow {
  readonly email: string;
  readonly displayName: string;
  readonly roles: UserState['roles'];
  readonly createdAt: Date;
  /** Words of name and e-mail address. */
  readonly terms: readonly string[];
}

export const userViews: ViewDefinition<UserRow> = {
  collection: 'userViews',
  sources: [project(UserRegistered, toRow), project(ProfileUpdated, toRow), project(PersonErased, toRow)],
};

function toRow({ state, version }: { readonly state: UserState; readonly version: number }): UserRow {
  const { id, createdAt, ...shown } = state;
  const terms = searchTerms(`${state.displayName} ${state.email}`);
  return { _id: id, version, ...shown, createdAt: new Date(createdAt), terms };
}

/** The view speaks as the stream does. */
export const userOf = ({ _id, email, displayName, roles, createdAt }: UserRow): UserState => ({
  id: _id,
  email,
  displayName,
  roles,
  createdAt: createdAt.toISOString(),
});
