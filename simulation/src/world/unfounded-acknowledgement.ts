import type { Commit } from '@ordergraph/messaging';

/**
 * A command is acknowledged only when what it asked for is durable: its commit, and where that intends something at the
 * provider, the outcome too. What is wrong, if anything.
 */
export function unfoundedAcknowledgement(
  service: string,
  commandId: string,
  commits: readonly Commit[],
): string | undefined {
  const isDone = (key: string): boolean => commits.some(({ cause }) => cause === `provider/${key}`);
  const refundKey = /^(?<key>.*)\/resume$/.exec(commandId)?.groups?.['key'];
  const effect = commits.find(({ context }) => context.causationId === commandId);
  if (!effect && refundKey === undefined) return `${service} acknowledged ${commandId}, and nothing of it is durable`;
  const key = refundKey ?? (effect && intendedKey(effect));
  if (key === undefined || isDone(key)) return undefined;
  return `${service} acknowledged ${commandId}, and the outcome of ${key} is not durable`;
}

const intendedKey = ({ messages }: Commit): string | undefined =>
  messages.map(({ data }) => (data as { readonly key?: string }).key).find((key) => key !== undefined);
