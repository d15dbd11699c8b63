import type { ContractRegistry } from '@ordergraph/events';
import { parseBody } from '../body.js';
import type { BrokerMessage } from '../broker/port.js';
import { replaceFields } from '../erasure/personal-fields.js';

/**
 * The body of a message for an operator's eyes: what its contract marks secret or personal is replaced. Undefined when nobody
 * knows what in it must not be shown: its type is unknown, or it cannot be read.
 */
export function shownBody({ envelope, content }: BrokerMessage, registry: ContractRegistry): object | undefined {
  const contract = registry.find(envelope.type);
  const body = contract && parseBody(content);
  if (!contract || !body) return undefined;
  const hidden = new Map<string, string>([
    ...contract.personal.map((field) => [field, '[personal]'] as const),
    ...contract.secret.map((field) => [field, '[secret]'] as const),
  ]);
  return Object.fromEntries(Object.entries(body).map(([part, value]) => [part, replaceFields(value, hidden)]));
}
