import type { BrokerMessage, Commit } from '@ordergraph/messaging';

/** `inventory.reserve-stock.v1` as people call it: ReserveStock. */
export function typeName(type: string): string {
  const [, name = type] = type.split('.');
  return name.replace(/(?:^|-)(?<letter>[a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** A message in a story: what it is, and whose order it is about. */
export const messageName = ({ envelope: { type, subject } }: BrokerMessage): string =>
  `${typeName(type)} of ${subject.slice(subject.indexOf('-') + 1)}`;

/** A commit in a story: its stream and version, and what it records. */
export const commitName = ({ _id, messages }: Pick<Commit, '_id' | 'messages'>): string =>
  `${_id.stream} v${_id.version}: ${messages.map(({ type }) => typeName(type)).join(', ')}`;
