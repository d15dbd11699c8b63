import type { ContractRegistry } from '@ordergraph/events';
import type { BrokerMessage } from '../../broker/port.js';

const maximumLength = 1_000;

/**
 * Blanks the values of the message's secret and personal fields in a text about it (the message of an error, a stack), and
 * shortens it: what is erased elsewhere later must not stay in a log.
 */
export function redact(text: string, message: BrokerMessage, registry: ContractRegistry): string {
  const contract = registry.find(message.envelope.type);
  const hidden = [
    ...valuesOf(contract?.secret ?? [], message).map((value) => [value, '[secret]'] as const),
    ...valuesOf(contract?.personal ?? [], message).map((value) => [value, '[personal]'] as const),
  ];
  return hidden.reduce((redacted, [value, label]) => redacted.replaceAll(value, label), text).slice(0, maximumLength);
}

type Fields = Readonly<Record<string, unknown>>;

function valuesOf(names: readonly string[], { content }: BrokerMessage): string[] {
  if (names.length === 0) return [];
  try {
    const { data, state } = JSON.parse(content.toString('utf8')) as { data?: Fields; state?: Fields };
    const values = names.flatMap((name) => [data?.[name], state?.[name]]);
    return values.filter((value) => typeof value === 'string' && value !== '') as string[];
  } catch {
    return [];
  }
}
