import { userInfo } from 'node:os';
import { parseArgs } from 'node:util';
import {
  InfrastructureUnavailable,
  type NamedPlatform,
  namedPlatform,
  platformOptions,
  platformUsage,
} from '@ordergraph/infrastructure';
import { type DeadLetterSelection, resolvedAtMost } from '@ordergraph/messaging';

export type DeadLetterCommand =
  | (Selected & { readonly name: 'list'; readonly json: boolean })
  | (Selected & { readonly name: 'show'; readonly json: boolean })
  | (Selected & {
      readonly name: 'redrive' | 'discard';
      readonly isDryRun: boolean;
      readonly limit: number;
      readonly by: string;
      readonly reason: string | undefined;
    });

interface Selected {
  /** Undefined: that of the data directory. */
  readonly platform: NamedPlatform | undefined;
  readonly selection: DeadLetterSelection;
}

export const deadLettersUsage = [
  'Usage: npm run dead-letters -- <command> [options]',
  '  list [--group <error>] [--queue <queue>] [--json]   what failed for good, grouped by error; the default',
  '  show <id>… [--json]                                 whole messages, without what is secret or personal',
  '  redrive <id>… | --group <error> | --queue <queue> | --all   the same messages to the queues they failed in',
  '  discard <id>… | --group <error> | --queue <queue>   takes them away for good; needs --reason',
  '  --dry-run        says what would happen, and does nothing',
  `  --limit <n>      at most so many, ${resolvedAtMost} by default and at most`,
  '  --reason <text>  why, for the audit',
  '  --by <name>      who, for the audit; by default the user of this system',
  platformUsage,
].join('\n');

const options = {
  ...platformOptions,
  group: { type: 'string' },
  queue: { type: 'string' },
  all: { type: 'boolean' },
  'dry-run': { type: 'boolean' },
  limit: { type: 'string' },
  reason: { type: 'string' },
  by: { type: 'string' },
  json: { type: 'boolean' },
} as const;

/** @throws {InfrastructureUnavailable} with the usage as its remedy */
export function readDeadLetterCommand(args: readonly string[]): DeadLetterCommand {
  const { values, positionals } = parse(args);
  const [name = 'list', ...handles] = positionals;
  const { group: errorCode, queue, json = false } = values;
  const selection = { handles: handles.length > 0 ? handles : undefined, errorCode, queue };
  const platform = namedPlatform(values, deadLettersUsage);
  if (name === 'list') return { name, platform, selection, json };
  if (name === 'show') {
    if (!selection.handles) throw wrong('Name the message to show.');
    return { name, platform, selection, json };
  }
  if (name !== 'redrive' && name !== 'discard') throw wrong(`There is no command '${name}'.`);
  if (name === 'discard' && values.all === true) throw wrong('--all is for redrive only: say which to discard.');
  const isNarrow = selection.handles ?? errorCode ?? queue;
  if (isNarrow === undefined && values.all !== true) throw wrong('Say which dead letters.');
  if (isNarrow !== undefined && values.all === true) throw wrong('--all goes with nothing else.');
  const { by = userInfo().username, reason } = values;
  if (name === 'discard' && !reason?.trim()) throw wrong('Discarding needs a --reason.');
  const isDryRun = values['dry-run'] === true;
  return { name, platform, selection, isDryRun, limit: limitOf(values.limit), by, reason };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw wrong(error instanceof Error ? error.message : String(error));
  }
}

function limitOf(text: string | undefined): number {
  const limit = text === undefined ? resolvedAtMost : Number(text);
  if (Number.isInteger(limit) && limit >= 1 && limit <= resolvedAtMost) return limit;
  throw wrong(`--limit is a number from 1 to ${resolvedAtMost}.`);
}

const wrong = (message: string): InfrastructureUnavailable => new InfrastructureUnavailable(message, deadLettersUsage);
