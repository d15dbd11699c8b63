import { userInfo } from 'node:os';
import { parseArgs } from 'node:util';
import { InfrastructureUnavailable } from '@ordergraph/infrastructure';
import type { ErasureAsked } from '@ordergraph/messaging';

export const erasePersonUsage = [
  'Usage: npm run erase-person -- <user id> --reason <text> [--by <name>]',
  '  --reason  why; it is kept for ever, so name nobody in it',
  '  --by      who asks; by default the user of this system',
].join('\n');

/** @throws {InfrastructureUnavailable} with the usage as its remedy */
export function readErasePersonCommand(args: readonly string[]): ErasureAsked {
  const { values, positionals } = parse(args);
  const [personId, ...more] = positionals;
  const { reason = '', by = userInfo().username } = values;
  if (!personId || more.length > 0) throw wrong('Name one user by their id.');
  if (reason.trim() === '') throw wrong('Erasing needs a --reason.');
  return { personId, reason, by };
}

function parse(args: readonly string[]) {
  const options = { reason: { type: 'string' }, by: { type: 'string' } } as const;
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw wrong(error instanceof Error ? error.message : String(error));
  }
}

const wrong = (message: string): InfrastructureUnavailable => new InfrastructureUnavailable(message, erasePersonUsage);
