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
import { type DeadLettersPlace, onDeadLetters } from '../dead-letters/on-dead-letters.js';
import { print, runCommand } from './run-command.js';

type Looking = Extract<DeadLetterCommand, { name: 'list' | 'show' }>;
type Resolving = Extract<DeadLetterCommand, { name: 'redrive' | 'discard' }>;

/** `npm run dead-letters [-- list | show | redrive | discard]`: what failed for good, and what becomes of it. Works while the platform runs and while it does not. */
await runCommand(async () => {
  const command = readDeadLetterCommand(process.argv.slice(2));
  if (command.name === 'help') return print(deadLettersUsage);
  const isLooking = command.name === 'list' || command.name === 'show';
  const lines = await onDeadLetters(process.env, command.platform, (place) =>
    isLooking ? look(place, command) : resolve(place, command),
  );
  for (const line of lines) print(line);
});

async function look({ broker }: DeadLettersPlace, { name, selection, json }: Looking): Promise<string[]> {
  const all = await broker.browse(deadLetterQueue, deadLettersAtMost);
  const messages = all.filter((message) => isSelected(message, selection));
  if (name === 'list')
    return json ? messages.map(({ envelope }) => JSON.stringify(envelope)) : describeDeadLetters(messages);
  if (messages.length === 0) return ['No dead letter matches.'];
  return messages.map((message) => JSON.stringify(shownDeadLetter(message), undefined, json ? 0 : 2));
}

async function resolve({ broker, operations }: DeadLettersPlace, command: Resolving): Promise<string[]> {
  const { name: action, selection, limit, isDryRun, by, reason } = command;
  const audit = new DeadLetterAudit({ database: operations, by, reason });
  const registry = new ContractRegistry(allContracts);
  const resolved = await resolveDeadLetters({ broker, registry, selection, action, audit, limit, isDryRun });
  return describeResolved(resolved, command);
}
