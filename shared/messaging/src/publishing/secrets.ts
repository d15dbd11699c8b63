import type { ContractRegistry } from '@ordergraph/events';
import type { Commit } from '../commits/commit.js';
import type { Blanking, Commits } from '../commits/port.js';

/** Blanks the secret fields of every message of a stream, in place: they have served. Repeating it changes nothing. */
export async function blankSecrets(store: Commits, stream: string, registry: ContractRegistry): Promise<void> {
  const blankings = (await store.read(stream)).flatMap((commit) => blankingsOf(commit, registry));
  if (blankings.length > 0) await store.blank(blankings);
}

const blankingsOf = (commit: Commit, registry: ContractRegistry): Blanking[] =>
  commit.messages.flatMap(({ type, data }, index) => {
    const secret = registry.find(type)?.secret ?? [];
    const fields = secret.filter((field) => (data as Record<string, unknown>)[field] !== '');
    return fields.length > 0 ? [{ id: commit._id, index, fields }] : [];
  });
