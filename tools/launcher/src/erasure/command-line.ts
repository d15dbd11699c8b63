import { userInfo } from 'node:os';
import { parseArgs } from 'node:util';
import {
  InfrastructureUnavailable,
  type NamedPlatform,
  namedPlatform,
  platformOptions,
  platformUsage,
} from '@ordergraph/infrastructure';
import type { ErasureAsked } from '@ordergraph/messaging';

export interface ErasePersonCommand {
  /** Undefined: that of the data directory. */
  readonly platform: NamedPlatform | undefined;
  readonly asked: ErasureAsked;
}

export const erasePersonUsage = [
  'Usage: npm run erase-person -- <user id> --reason <text> [--by <name>]',
  '  --reason  why; it is kept for ever, so name nobody in it',
  '  --by      who asks; by default the user of this system',
  platformUsage,
].join('\n');

/** @throws {InfrastructureUnavailable} with the usage as its remedy */
export function readErasePersonCommand(args: readonly string[]): ErasePersonCommand {
  const { values, positionals } = parse(args);
  const [personId, ...more] = positionals;
  const { reason = '', by = userInfo().username } = values;
  if (!personId || more.length > 0) throw wrong('Name one user by their id.');
  if (reason.trim() === '') throw wrong('Erasing needs a --reason.');
  return { platform: namedPlatform(values, erasePersonUsage), asked: { personId, reason, by } };
}

function parse(args: readonly string[]) {
  const options = { ...platformOptions, reason: { type: 'string' }, by: { type: 'string' } } as const;
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw wrong(error instanceof Error ? error.message : String(error));
  }
}

const wrong = (message: string): InfrastructureUnavailable => new InfrastructureUnavailable(message, erasePersonUsage);
