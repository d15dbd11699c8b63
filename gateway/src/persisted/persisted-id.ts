import { malformed } from '../door/door.js';

/** What clients of Apollo send in `extensions.persistedQuery`, for hashes and for ids of a manifest alike. */
export function persistedIdOf(extensions: unknown): string | undefined {
  if (!namesPersisted(extensions)) return undefined;
  const { version, sha256Hash } = recordOf(recordOf(extensions)?.['persistedQuery']) ?? {};
  if (version !== 1) throw malformed('Unsupported persisted query version');
  if (typeof sha256Hash !== 'string' || sha256Hash === '')
    throw malformed('`extensions.persistedQuery.sha256Hash` is no text.');
  return sha256Hash;
}

/** Whether there is such a thing at all, well formed or not. */
export function namesPersisted(extensions: unknown): boolean {
  return recordOf(extensions)?.['persistedQuery'] != null;
}

/** The extensions of an operation whose text is known. */
export function withoutPersistedId(extensions: unknown): unknown {
  const { persistedQuery: _id, ...rest } = recordOf(extensions) ?? {};
  return recordOf(extensions) ? rest : extensions;
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
}
