import { type Message, PersonErased, ProfileUpdated, UserRegistered } from '@ordergraph/events';
import { given } from '@ordergraph/testing';
import { decideErasePerson } from './erase-person.js';
import { emailClaim, isEmail } from './email.js';
import { decideRegister, registrationProblems } from './register.js';
import { scopesOf } from './scopes.js';
import { decideUpdateProfile } from './update-profile.js';
import { userDecider } from './user.js';

const robin = { email: 'Robin@example.com', displayName: 'Robin' };
const registered = UserRegistered({ ...robin, roles: ['CUSTOMER'] });
const createdAt = '2026-01-01T12:00:00.000Z';
const after = (...messages: readonly Message[]) =>
  given(userDecider, messages, { id: 'robin', startsAt: new Date(createdAt) });

describe('registering', () => {
  it('opens an account', () => {
    const account = { email: ' Robin@example.com ', displayName: ' Robin ', roles: ['CUSTOMER'] as const };
    after()
      .when((user) => decideRegister(user, account, undefined))
      .then(registered);
  });

  it('refuses an e-mail address that somebody has', () => {
    after()
      .when((user) => decideRegister(user, { ...robin, roles: [] }, 'other'))
      .thenRefused({ reason: 'EMAIL_TAKEN' });
  });

  it('takes addresses that differ only in case, composition or width for one', () => {
    expect(emailClaim(' Jos\u00e9@Example.COM')).toBe(emailClaim('jose\u0301@example.com'));
    expect(emailClaim('robin@\uff45xample.com')).toBe(emailClaim('robin@example.com'));
  });

  it('accepts a sound registration', () => {
    expect(registrationProblems({ ...robin, password: 'correct horse' })).toEqual([]);
  });

  it.each(['e\u0301'.repeat(200), '😀'.repeat(10), '\u1112\u1161\u11ab'.repeat(200)])(
    'counts the characters of a password however they are composed: %#',
    (password) => {
      expect(registrationProblems({ ...robin, password })).toEqual([]);
    },
  );

  it.each(['李', '👩‍👩‍👧', 'Jose\u0301', '1', 'می‌خواهم'])('takes the name %s', (displayName) => {
    expect(registrationProblems({ ...robin, displayName, password: 'correct horse' })).toEqual([]);
  });

  it.each([
    ['email', { email: 'robin' }],
    ['password', { password: 'too short' }],
    ['password', { password: 'x'.repeat(201) }],
    ['password', { password: 'e\u0301'.repeat(5) }],
    ['password', { password: '😀'.repeat(9) }],
    ['password', { password: '\ufdfa'.repeat(12) }],
    ['password', { password: 'e\u0301'.repeat(501) }],
    ['displayName', { displayName: ' ' }],
    ['displayName', { displayName: '\u200b\u2060' }],
    ['displayName', { displayName: '\u3164 \u2800\u115f' }],
    ['displayName', { displayName: '\u0301' }],
    ['displayName', { displayName: 'Robin \ud800' }],
    ['displayName', { displayName: 'x'.repeat(81) }],
    ['displayName', { displayName: 'Robin\nBcc: everyone' }],
    ['displayName', { displayName: 'Robin\u2028Bcc: everyone' }],
    ['displayName', { displayName: 'Robin \u202eecila' }],
    ['displayName', { displayName: '\u2067Robin' }],
  ])('names %s as invalid', (field, change) => {
    const problems = registrationProblems({ ...robin, password: 'correct horse', ...change });
    expect(problems.map(({ path }) => path)).toEqual([[field]]);
  });
});

describe('an e-mail address', () => {
  it.each(['a@b.co', 'robin+shop@mail.example.com', 'jürgen@müller.de', `${'x'.repeat(64)}@example.com`])(
    'may be %s',
    (address) => {
      expect(isEmail(address)).toBe(true);
    },
  );

  it.each([
    '',
    'robin@localhost',
    'a@b@c.com',
    'a b@example.com',
    '<a@example.com>',
    'a@example.com\nBcc: b@example.com',
    'ro\u200bbin@example.com',
    'robin\u202e@example.com',
    'robin\ud800@example.com',
    'a@-example.com',
    'a@example..com',
    'a@example.-com',
    'a@127.0.0.1',
    `${'x'.repeat(65)}@example.com`,
    `a@${'x'.repeat(60)}.${'x'.repeat(60)}.${'x'.repeat(60)}.${'x'.repeat(60)}.com`,
  ])('is not %j', (address) => {
    expect(isEmail(address)).toBe(false);
  });
});

describe('updating a profile', () => {
  it('changes the name others see', () => {
    after(registered)
      .when((user) => decideUpdateProfile(user, ' Robin C. '))
      .then(ProfileUpdated({ displayName: 'Robin C.' }));
  });

  it.each([undefined, 'Robin '])('is nothing when nothing changes (%j)', (displayName) => {
    after(registered)
      .when((user) => decideUpdateProfile(user, displayName))
      .thenNothing();
  });

  it('refuses an invalid name', () => {
    const fields = [{ path: ['displayName'], message: 'Between 1 and 80 characters, one of them visible.' }];
    after(registered)
      .when((user) => decideUpdateProfile(user, ''))
      .thenRefused({ reason: 'INVALID_INPUT', fields });
  });

  it('refuses an unknown user', () => {
    after()
      .when((user) => decideUpdateProfile(user, 'Robin'))
      .thenRefused({ reason: 'NOT_FOUND' });
  });
});

describe('erasing a person', () => {
  const why = { reason: 'asked to be forgotten', by: 'olga' };
  const erased = PersonErased({ personId: 'robin', ...why });

  it('leaves nothing but the id', () => {
    after(registered)
      .when((user) => decideErasePerson(user, why))
      .then(erased);
    const blank = { id: 'robin', email: '', displayName: '', roles: [], createdAt };
    expect(userDecider.publicState?.(after(registered, erased).state)).toEqual(blank);
  });

  it('is nothing when they are erased already', () => {
    after(registered, erased)
      .when((user) => decideErasePerson(user, why))
      .thenNothing();
  });

  it('refuses an unknown user', () => {
    after()
      .when((user) => decideErasePerson(user, why))
      .thenRefused({ reason: 'NOT_FOUND' });
  });

  it('is for good: no profile and no registration brings them back', () => {
    after(registered, erased)
      .when((user) => decideUpdateProfile(user, 'Robin'))
      .thenRefused({ reason: 'NOT_FOUND' });
    after(registered, erased)
      .when((user) => decideRegister(user, { ...robin, roles: [] }, undefined))
      .thenRefused({ reason: 'EMAIL_TAKEN' });
  });
});

describe('a user', () => {
  it('shows who they are, and no secret', () => {
    expect(userDecider.publicState?.(after(registered, ProfileUpdated({ displayName: 'R' })).state)).toEqual({
      id: 'robin',
      email: 'Robin@example.com',
      displayName: 'R',
      roles: ['CUSTOMER'],
      createdAt,
    });
  });

  it('may do what their roles allow', () => {
    expect(scopesOf(['CUSTOMER'])).toEqual([]);
    expect(scopesOf(['CUSTOMER', 'OPERATOR'])).toContain('users:read');
  });
});
