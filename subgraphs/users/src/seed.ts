import { type CommitLog, mutationCause } from '@ordergraph/messaging';
import type { Role } from './domain/user.js';
import { hashPassword } from './accounts/passwords.js';
import { loadUser } from './use-cases/load-user.js';
import { register } from './use-cases/register.js';

/** The password of every demo user. In production nobody is seeded. */
const password = 'ordergraph-demo-1';

interface DemoUser {
  readonly id: string;
  readonly email: string;
  readonly displayName: string;
  readonly roles: readonly Role[];
}

const demoUsers: readonly DemoUser[] = [
  {
    id: '0a8ad9a4-7d4e-4c46-9a6f-0d5f3c1b2e01',
    email: 'operator@example.com',
    displayName: 'Olga Operator',
    roles: ['OPERATOR'],
  },
  {
    id: '0a8ad9a4-7d4e-4c46-9a6f-0d5f3c1b2e02',
    email: 'customer@example.com',
    displayName: 'Robin Customer',
    roles: ['CUSTOMER'],
  },
];

/** Somebody to sign in as. Running it again changes nothing. */
export async function seedUsers(log: CommitLog): Promise<void> {
  for (const user of demoUsers) if (!(await loadUser(log, user.id))) await seed(log, user);
}

async function seed(log: CommitLog, { id, ...account }: DemoUser): Promise<void> {
  const actor = 'service:users';
  const context = { correlationId: 'seed', actor };
  const cause = mutationCause({ principal: actor, field: 'register', idempotencyKey: id, input: account, context });
  await register(log, id, { ...account, passwordHash: await hashPassword(password) }, cause);
}
