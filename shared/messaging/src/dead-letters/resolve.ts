import type { ContractRegistry } from '@ordergraph/events';
import type { Broker, BrokerMessage, HeldDeadLetter } from '../broker/port.js';
import { Unroutable } from '../errors.js';
import type { DeadLetterAction, DeadLetterAudit } from './audit.js';
import { asBeforeItFailed, type DeadLetterSelection, handleOf, isSelected } from './dead-letter.js';
import { type Obstacle, obstacleTo } from './obstacle.js';

export interface ResolveOptions {
  readonly broker: Pick<Broker, 'exists' | 'holdDeadLetters'>;
  readonly registry: ContractRegistry;
  readonly selection: DeadLetterSelection;
  readonly action: DeadLetterAction['action'];
  readonly audit: DeadLetterAudit;
  /** At most 500, which is the default: whoever mended the cause wants to see it mended before all come at once. */
  readonly limit?: number | undefined;
  /** Says what would happen, and does nothing. */
  readonly isDryRun?: boolean | undefined;
  readonly now?: Date;
}

export interface Resolved {
  /** All that are selected, also those beyond the limit. */
  readonly matched: number;
  /** Redriven or discarded; in a dry run, those that would be. */
  readonly resolved: readonly BrokerMessage[];
  /** Selected, and still dead letters. */
  readonly left: readonly { readonly message: BrokerMessage; readonly obstacle: Obstacle | 'GONE' }[];
}

/** Dead letters that are looked through at a time; of more, the oldest. */
export const deadLettersAtMost = 10_000;
export const resolvedAtMost = 500;

/**
 * Redrives dead letters (the same message, to the queue in which it failed) or discards them.
 *
 * Each is begun in the audit → moved or removed → done in the audit. Dying at any moment loses none: what was moved and not taken
 * away is redriven once more another time, and whoever handles it knows its id. @throws {BrokerUnavailable}
 */
export async function resolveDeadLetters(options: ResolveOptions): Promise<Resolved> {
  const { broker, selection, limit = resolvedAtMost } = options;
  const held = await broker.holdDeadLetters(deadLettersAtMost);
  try {
    const selected = held.letters.filter(({ message }) => isSelected(message, selection));
    const chosen = selected.slice(0, Math.min(limit, resolvedAtMost));
    const { free, left } = await sortOut(chosen, options);
    if (options.isDryRun === true)
      return { matched: selected.length, resolved: free.map(({ message }) => message), left };
    const resolved = await settleAll(free, left, options);
    return { matched: selected.length, resolved, left };
  } finally {
    await held.release();
  }
}

type Left = Resolved['left'][number];

async function sortOut(
  letters: readonly HeldDeadLetter[],
  options: ResolveOptions,
): Promise<{ readonly free: readonly HeldDeadLetter[]; readonly left: Left[] }> {
  if (options.action === 'discard') return { free: letters, left: [] };
  const context = { ...options, broker: remembering(options.broker), now: options.now ?? new Date() };
  const free: HeldDeadLetter[] = [];
  const left: Left[] = [];
  for (const letter of letters) {
    const obstacle = await obstacleTo(letter.message, context);
    if (obstacle) left.push({ message: letter.message, obstacle });
    else free.push(letter);
  }
  return { free, left };
}

/** Five hundred letters are often from one queue. */
function remembering(broker: Pick<Broker, 'exists'>): Pick<Broker, 'exists'> {
  const known = new Map<string, Promise<boolean>>();
  return {
    exists(queue) {
      const answer = known.get(queue) ?? broker.exists(queue);
      known.set(queue, answer);
      return answer;
    },
  };
}

async function settleAll(
  letters: readonly HeldDeadLetter[],
  left: Left[],
  { action, audit }: ResolveOptions,
): Promise<readonly BrokerMessage[]> {
  const begun = await audit.begin(
    action,
    letters.map(({ message }) => message),
  );
  const resolved: { readonly message: BrokerMessage; readonly id: string }[] = [];
  try {
    for (const [index, letter] of letters.entries()) {
      const obstacle = await settle(letter, action);
      if (obstacle) left.push({ message: letter.message, obstacle });
      else resolved.push({ message: letter.message, id: begun[index] ?? handleOf(letter.message) });
    }
  } finally {
    await audit.done(resolved.map(({ id }) => id));
  }
  return resolved.map(({ message }) => message);
}

async function settle(
  letter: HeldDeadLetter,
  action: DeadLetterAction['action'],
): Promise<'GONE' | 'QUEUE_GONE' | undefined> {
  try {
    const { message } = letter;
    const queue = message.envelope.failure?.queue ?? '';
    const isDone = await (action === 'discard' ? letter.discard() : letter.moveTo(queue, asBeforeItFailed(message)));
    return isDone ? undefined : 'GONE';
  } catch (error) {
    if (error instanceof Unroutable) return 'QUEUE_GONE';
    throw error;
  }
}
