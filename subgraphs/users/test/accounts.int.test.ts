import { randomUUID } from 'node:crypto';
import { type Executed, mutationCause } from '@ordergraph/messaging';
import { hashPassword } from '../src/accounts/passwords.js';
import type { User } from '../src/domain/user.js';
import { seedUsers } from '../src/seed.js';
import { loadUser } from '../src/use-cases/load-user.js';
import { register } from '../src/use-cases/register.js';
import { signIn } from '../src/use-cases/sign-in.js';
import { updateProfile } from '../src/use-cases/update-profile.js';
import { type OpenUsers, openUsers } from './open-users.js';

describe('accounts', () => {
  let users: OpenUsers;
  let passwordHash: string;
  beforeAll(async () => {
    users = await openUsers();
    passwordHash = await hashPassword('correct horse');
  });
  afterAll(() => users.close());

  const cause = (field: string) => mutationCause({ principal: 'visitor', field, context: { correlationId: 'test' } });
  const registerAs = (email: string): Promise<Executed<User, unknown>> =>
    register(
      users.log,
      randomUUID(),
      { email, displayName: 'Robin', roles: ['CUSTOMER'], passwordHash },
      cause('register'),
    );

  it('gives an e-mail address to exactly one of twenty who register at once', async () => {
    const addresses = Array.from({ length: 20 }, (_, index) => (index % 2 ? 'Race@example.com' : 'race@EXAMPLE.com'));
    const outcomes = await Promise.all(addresses.map(registerAs));
    expect(outcomes.filter(({ outcome }) => outcome === 'committed')).toHaveLength(1);
    expect(outcomes.filter(({ outcome }) => outcome === 'refused')).toHaveLength(19);
    const winner = outcomes.find(({ outcome }) => outcome === 'committed');
    expect(await users.accounts.find(' RACE@example.com ')).toEqual({ userId: winner?.state.id, passwordHash });
  });

  it('signs in with the right password only, and does not tell who has an account', async () => {
    const { state } = await registerAs('known@example.com');
    const attempt = (email: string, password: string) => signIn(users.log, users.accounts, { email, password });
    expect((await attempt('Known@example.com', 'correct horse'))?.id).toBe(state.id);
    expect(await attempt('known@example.com', 'wrong horse!')).toBeUndefined();
    expect(await attempt('unknown@example.com', 'correct horse')).toBeUndefined();
  });

  it('does not work on an address or a password that is longer than anybody has', async () => {
    const long = 'x'.repeat(1_001);
    await register(
      users.log,
      randomUUID(),
      { email: 'long@example.com', displayName: 'Robin', roles: [], passwordHash: await hashPassword(long) },
      cause('register'),
    );
    const attempt = (email: string, password: string) => signIn(users.log, users.accounts, { email, password });
    expect(await attempt('long@example.com', long)).toBeUndefined();
    await registerAs('padded@example.com');
    expect(await attempt(`padded@example.com${' '.repeat(1_000)}`, 'correct horse')).toBeUndefined();
    expect(await attempt(`padded@example.com${' '.repeat(100)}`, 'correct horse')).toBeDefined();
  });

  it('keeps secrets out of commits and views', async () => {
    await registerAs('secret@example.com');
    const stored = await Promise.all(
      ['commits', 'userViews'].map((name) => users.database.collection(name).find().toArray()),
    );
    expect(JSON.stringify(stored)).toContain('secret@example.com');
    expect(JSON.stringify(stored)).not.toContain('argon2');
  });

  it('shows a new name at once, and in lists', async () => {
    const { state } = await registerAs('renamed@example.com');
    await updateProfile(users.log, state.id, 'Robin C.', cause('updateProfile'));
    expect((await loadUser(users.log, state.id))?.displayName).toBe('Robin C.');
    const row = await users.database.collection<{ _id: string }>('userViews').findOne({ _id: state.id });
    expect(row).toMatchObject({ displayName: 'Robin C.', version: 2 });
  });

  it('seeds the demo users once', async () => {
    await seedUsers(users.log);
    await seedUsers(users.log);
    const attempt = { email: 'operator@example.com', password: 'ordergraph-demo-1' };
    const operator = await signIn(users.log, users.accounts, attempt);
    expect(operator).toMatchObject({ roles: ['OPERATOR'] });
    const stream = `user-${operator?.id ?? ''}`;
    expect(await users.database.collection('commits').countDocuments({ '_id.stream': stream })).toBe(1);
  });
});
