import { allContracts, ContractRegistry } from '@ordergraph/events';
import {
  DeadLetterAudit,
  deadLettersAtMost,
  deadLetterQueue,
  isSelected,
  resolveDeadLetters,
} from '@ordergraph/messaging';
import { type DeadLetterCommand, deadLettersUsage, readDeadLetterCommand } from '../dead-letters/command-line.js';
import { shownDeadLetter } from '../dead-letters/describe-dead-letter.js';
import { describeDeadLetters } from '../dead-letters/describe-dead-letters.js';
import { describeResolved } from '../dead-letters/describe-resolved.js';
import { notThere } from '../dead-letters/not-there.js';
import { type DeadLettersPlace, onDeadLetters } from '../dead-letters/on-dead-letters.js';
import { printable } from '../dead-letters/printable.js';
import { print, runCommand } from './run-command.js';

type Looking = Extract<DeadLetterCommand, { name: 'list' | 'show' }>;
type Resolving = Extract<DeadLetterCommand, { name: 'redrive' | 'discard' }>;

/** `npm run dead-letters [-- list | show | redrive | discard]`: what failed for good, and what becomes of it. Works while the platform runs and while it does not. */
await runCommand(async () => {
  const command = readDeadLetterCommand(process.argv.slice(2));
  const isLooking = command.name === 'list' || command.name === 'show';
  const { lines, missing } = await onDeadLetters(process.env, command.platform, (place) =>
    isLooking ? look(place, command) : resolve(place, command),
  );
  for (const line of lines) print(line);
  if (missing.length === 0) return;
  print(`Not there: ${missing.map(printable).join(', ')}`);
  process.exitCode = 1;
}, deadLettersUsage);

interface Outcome {
  readonly lines: readonly string[];
  /** What was named and is no dead letter. */
  readonly missing: readonly string[];
}

async function look({ broker }: DeadLettersPlace, { name, selection, json }: Looking): Promise<Outcome> {
  const all = await broker.browse(deadLetterQueue, deadLettersAtMost);
  const messages = all.filter((message) => isSelected(message, selection));
  if (name === 'list') {
    const lines = json ? messages.map(({ envelope }) => JSON.stringify(envelope)) : describeDeadLetters(messages);
    return { lines, missing: [] };
  }
  const shown = messages.map((message) => JSON.stringify(shownDeadLetter(message), undefined, json ? 0 : 2));
  const lines = messages.length === 0 ? ['No dead letter matches.'] : shown;
  return { lines, missing: notThere(selection.handles, messages) };
}

async function resolve({ broker, operations }: DeadLettersPlace, command: Resolving): Promise<Outcome> {
  const { name: action, selection, limit, isDryRun, by, reason } = command;
  const audit = new DeadLetterAudit({ database: operations, by, reason });
  const registry = new ContractRegistry(allContracts);
  const resolved = await resolveDeadLetters({ broker, registry, selection, action, audit, limit, isDryRun });
  const found = [...resolved.resolved, ...resolved.left.map(({ message }) => message)];
  // Those beyond the limit are there, and not listed.
  const missing = found.length < resolved.matched ? [] : notThere(selection.handles, found);
  return { lines: describeResolved(resolved, command), missing };
}
