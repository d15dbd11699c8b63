import type { InvalidField } from '../domain/invalid-field.js';
import type { Session } from '../sessions/sessions.js';

/** Members of the result unions. */
export const sessionStarted = (session: Session) => ({ __typename: 'SessionStarted', session });

export const emailTaken = { __typename: 'EmailTaken', message: 'Somebody has an account with this e-mail address.' };

export const invalidCredentials = {
  __typename: 'InvalidCredentials',
  message: 'E-mail address or password is wrong.',
};

export const sessionEnded = { __typename: 'SessionEnded', message: 'The session has ended. Please sign in again.' };

export const invalidInput = (fields: readonly InvalidField[]) => ({
  __typename: 'InvalidInput',
  message: 'Please correct the fields named.',
  fields,
});
