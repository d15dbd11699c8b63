import type { Contract } from '@ordergraph/events';
import { type Fields, isFields, parseBody } from '../body.js';
import type { BrokerMessage } from '../broker/port.js';

/** Whom a body's personal fields are about; undefined when it has none. */
export function personIn({ personal, personId }: Contract, { data, state }: Fields): string | undefined {
  if (personal.length === 0 || personId === undefined) return undefined;
  const id = [state, data].map((part) => (isFields(part) ? part[personId] : undefined)).find(Boolean);
  return typeof id === 'string' ? id : undefined;
}

/** Where in a value these fields are, at any depth, as MongoDB names places: `messages.0.data.email`. */
export function pathsTo(fields: readonly string[], value: unknown, path: string): string[] {
  if (Array.isArray(value)) return value.flatMap((each, index) => pathsTo(fields, each, `${path}.${index}`));
  if (!isFields(value)) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    fields.includes(name) ? [`${path}.${name}`] : pathsTo(fields, inner, `${path}.${name}`),
  );
}

/** The value with these fields replaced, at any depth. */
export function replaceFields(value: unknown, replacements: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(value)) return value.map((each) => replaceFields(each, replacements));
  if (!isFields(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, replacements.get(name) ?? replaceFields(inner, replacements)]),
  );
}

/** Whom a message's personal fields are about; undefined when it has none, or nobody can read it. */
export function personOf({ content }: BrokerMessage, contract: Contract | undefined): string | undefined {
  if (!contract || contract.personal.length === 0) return undefined;
  const body = parseBody(content);
  return body && personIn(contract, body);
}

/** Whether a message may hold what is personal, and nobody can tell about whom. */
export const isUnreadable = ({ content }: BrokerMessage, { personal }: Contract): boolean =>
  personal.length > 0 && parseBody(content) === undefined;

/** The same message, its personal fields blank. */
export function withoutPersonal(message: BrokerMessage, { personal }: Contract): BrokerMessage {
  const blank = new Map(personal.map((field) => [field, '']));
  const body = replaceFields(parseBody(message.content), blank);
  return { ...message, content: Buffer.from(JSON.stringify(body)) };
}
