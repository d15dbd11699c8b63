import { Id } from '@ordergraph/events';
import { userIdOf } from './user-id.js';

it.each(['ada', '0b7d5a9e-51f4-5a43-8d4b-7c0f2b1f6c22', '108204268033311374519'])(
  'is the subject %s itself',
  (subject) => {
    expect(userIdOf(subject)).toBe(subject);
  },
);

it.each(['auth0|5f7c8ec7c33c6c004bbafe82', 'ada@example.com', '-', 'a/b', 'x'.repeat(65)])(
  'is an id of its own for the subject %s',
  (subject) => {
    expect(Id.safeParse(userIdOf(subject)).success).toBe(true);
    expect(userIdOf(subject)).toBe(userIdOf(subject));
    expect(userIdOf(subject)).not.toBe(userIdOf(`${subject}.`));
  },
);

it('is nobody else’s id: a subject that looks like one that was made has one of its own', () => {
  const made = userIdOf('auth0|5f7c8ec7c33c6c004bbafe82');
  expect(userIdOf(made)).not.toBe(made);
  expect(userIdOf(userIdOf(made))).not.toBe(userIdOf(made));
});
