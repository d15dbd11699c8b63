import type { ContractRegistry } from '@ordergraph/events';
import type { BrokerMessage } from '../../broker/port.js';

const maximumLength = 1_000;

/** Blanks the values of the message's secret fields in a text about it (the message of an error, a stack), and shortens it. */
export function redact(text: string, message: BrokerMessage, registry: ContractRegistry): string {
  const secrets = secretsOf(message, registry);
  return secrets.reduce((redacted, secret) => redacted.replaceAll(secret, '[secret]'), text).slice(0, maximumLength);
}

function secretsOf({ envelope, content }: BrokerMessage, registry: ContractRegistry): string[] {
  const fields = registry.find(envelope.type)?.secret ?? [];
  if (fields.length === 0) return [];
  try {
    const { data } = JSON.parse(content.toString('utf8')) as { data?: Record<string, unknown> };
    return fields
      .map((field) => data?.[field])
      .filter((value) => typeof value === 'string' && value !== '') as string[];
  } catch {
    return [];
  }
}
