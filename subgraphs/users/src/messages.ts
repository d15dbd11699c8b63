import { type CommitLog, type MessagingParts, streamName } from '@ordergraph/messaging';
import { userDecider } from './domain/user.js';
import { eraseAccountOnErasePerson } from './handlers/erase-account-on-erase-person.js';
import type { Sessions } from './sessions/sessions.js';
import { userViews } from './views/user-views.js';

/** What users says, obeys and shows. */
export const userMessages = (users: { readonly log: CommitLog; readonly sessions: Sessions }): MessagingParts => ({
  streams: [userDecider],
  ownViews: [userViews],
  commands: { reactions: [eraseAccountOnErasePerson(users)] },
  streamsOfPerson: (personId) => Promise.resolve([streamName(userDecider.category, personId)]),
});
