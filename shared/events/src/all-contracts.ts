import * as inventory from './inventory/index.js';
import * as messaging from './messaging/index.js';
import * as orders from './orders/index.js';
import * as payments from './payments/index.js';
import { type AnyContract, ContractRegistry } from './registry.js';
import * as users from './users/index.js';

const isContract = (value: unknown): value is AnyContract => typeof value === 'function' && 'routingKey' in value;

/** Every contract that services share, found by its export: a new message file is known as soon as its index exports it. */
export const allContracts: readonly AnyContract[] = [users, inventory, orders, payments, messaging].flatMap((owner) =>
  Object.values(owner).filter(isContract),
);

/** Reads every public message of this release. */
export const publicContracts = new ContractRegistry(allContracts);
