import { ErasePerson } from '@ordergraph/events';
import { type CommitLog, messageCause, on } from '@ordergraph/messaging';
import type { Sessions } from '../sessions/sessions.js';
import { erasePerson } from '../use-cases/erase-person.js';

/** Ends the sessions after the account: one that began in between finds nobody when it is refreshed. */
export const eraseAccountOnErasePerson = ({
  log,
  sessions,
}: {
  readonly log: CommitLog;
  readonly sessions: Sessions;
}) =>
  on(ErasePerson, async (command) => {
    const { personId, ...why } = command.data;
    await erasePerson(log, personId, why, messageCause(command, 'users.commands'));
    await sessions.end({ userId: personId }, true);
  });
