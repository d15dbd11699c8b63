import type { ContractRegistry } from '@ordergraph/events';
import type { Commit } from '../commits/commit.js';
import type { Blanking } from '../commits/port.js';

/** What blanks the secret fields of every message of a commit. Repeating it changes nothing. */
export const blankingsOf = (commit: Commit, registry: ContractRegistry): Blanking[] =>
  commit.messages.flatMap(({ type, data }, index) => {
    const secret = registry.find(type)?.secret ?? [];
    const fields = secret.filter((field) => (data as Record<string, unknown>)[field] !== '');
    return fields.length > 0 ? [{ id: commit._id, index, fields }] : [];
  });
