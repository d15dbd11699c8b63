import type { AnyContract, ContractRegistry, Message } from '@ordergraph/events';
import { type Commit, commitId } from './commit.js';
import type { Decider } from './decider.js';
import type { Cause } from './execution.js';
import { contractOf, evolveCommit, type Folded } from './fold.js';
import type { Era } from './lineage.js';
import { validate } from '../validate.js';

const minute = 60_000;
/**
 * An unanswered command is sent again 5 s after the newest commit, at intervals that double to a minute, every minute ten times,
 * then at intervals that double to an hour: soon while something may have been lost, rarely when its owner is away or cannot.
 */
const reissues = { first: 5_000, atMostSoon: minute, soon: 14, atMost: 60 * minute };
/** A commit whose process died before publishing is taken by the sweep after this long. */
export const sweepAfterMilliseconds = 5_000;

/** Whether an own view shows messages of this type; default: none does. */
export type IsShown = (type: string) => boolean;

/**
 * The commit a decision makes, and the state after it. Pure.
 *
 * @throws {MessageInvalid} when a message breaks its own contract: nobody could read it, so nothing is recorded
 */
export function prepareCommit<State>(options: {
  readonly decider: Decider<State>;
  readonly stream: string;
  readonly loaded: Folded<State>;
  readonly messages: readonly Message[];
  readonly cause: Cause;
  readonly at: Date;
  readonly registry: ContractRegistry;
  readonly isShown?: IsShown | undefined;
  /** The era of the database. */
  readonly era?: Era | undefined;
}): { readonly commit: Commit; readonly state: State } {
  const { decider, loaded, messages, cause, at, registry, isShown, era } = options;
  const _id = commitId(options.stream, loaded.version + 1);
  const state = evolveCommit(decider, loaded.state, { _id, messages, at }, registry);
  const publicState = decider.publicState?.(state);
  for (const message of messages) mustBeReadable(message, publicState, registry);
  const spends = spendsSecrets(decider, loaded.state, state);
  // Whoever commits may die at once: what is left to do is written down with the commit, for the sweep.
  const isUnfinished = spends || messages.some(({ type }) => isPublicOrShown(contractOf(type, registry), isShown));
  const dueAt = firstWake(decider, state, at);
  const commit: Commit = {
    _id,
    messages,
    ...(decider.publicState && { state: writtenState(messages, publicState, registry) }),
    cause: cause.cause,
    ...(cause.inputHash !== undefined && { inputHash: cause.inputHash }),
    context: cause.context,
    at,
    ...(era && { era: era.name }),
    ...(dueAt && { dueAt }),
    ...(spends && { spendsSecrets: true }),
    armed: 1,
    ...(isUnfinished && { pending: 1, nextTryAt: new Date(at.getTime() + sweepAfterMilliseconds) }),
  };
  return { commit, state };
}

/** As whoever receives it reads it: its data in the version that is written, the state of today. */
function mustBeReadable({ type, data }: Message, publicState: unknown, registry: ContractRegistry): void {
  const { schema, state } = contractOf(type, registry);
  validate(registry.findPrevious(type)?.schema ?? schema, data, `${type} data`);
  if (state) validate(state, publicState, `${type} state`);
}

/** All events of an entity share its state: where one is written in an older version, so is the state. */
function writtenState(messages: readonly Message[], state: unknown, registry: ContractRegistry): unknown {
  for (const { type } of messages) {
    const written = registry.writtenState(type, state);
    if (written !== state) return written;
  }
  return state;
}

const isPublicOrShown = ({ kind, type }: AnyContract, isShown: IsShown | undefined): boolean =>
  kind !== 'fact' || isShown?.(type) === true;

const spendsSecrets = <State>(decider: Decider<State>, before: State, after: State): boolean =>
  decider.secretsSpent !== undefined && !decider.secretsSpent(before) && decider.secretsSpent(after);

function firstWake<State>(decider: Decider<State>, state: State, at: Date): Date | undefined {
  return nextWake({
    deadline: decider.wakeAt?.(state),
    awaitsAnswer: (decider.unanswered?.(state).length ?? 0) > 0,
    wakes: 0,
    now: at,
  });
}

/** When a stream is to be woken next: at its deadline, or earlier to send unanswered commands again. Pure. */
export function nextWake(options: {
  readonly deadline: Date | undefined;
  readonly awaitsAnswer: boolean;
  /** How often the newest commit has been woken so far. */
  readonly wakes: number;
  readonly now: Date;
}): Date | undefined {
  const { deadline, awaitsAnswer, wakes, now } = options;
  const delay = reissueDelay(wakes);
  const reissue = new Date(now.getTime() + delay);
  if (!deadline) return awaitsAnswer ? reissue : undefined;
  // A deadline that has passed without anything becoming due is looked at again later, not at once and for ever.
  if (deadline <= now) return new Date(now.getTime() + Math.min(delay, minute));
  return awaitsAnswer && reissue < deadline ? reissue : deadline;
}

function reissueDelay(wakes: number): number {
  const { first, atMostSoon, soon, atMost } = reissues;
  if (wakes < soon) return Math.min(first * 2 ** wakes, atMostSoon);
  return Math.min(atMostSoon * 2 ** Math.min(wakes - soon + 1, 10), atMost);
}
