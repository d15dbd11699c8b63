import type { Role } from './user.js';

/** Every scope that a schema of the graph asks for; each has one meaning, whatever the role that grants it. */
const scopesOfRole: Readonly<Record<Role, readonly string[]>> = {
  CUSTOMER: [],
  OPERATOR: [
    'catalog:write',
    'users:read',
    'orders:operate',
    'payments:read',
    'payments:refund',
    'operations:read',
    'operations:write',
    'analytics:read',
  ],
};

export const scopesOf = (roles: readonly Role[]): string[] => [...new Set(roles.flatMap((role) => scopesOfRole[role]))];
