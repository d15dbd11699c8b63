import type { AnyContract, ContractRegistry, Message } from '@ordergraph/events';
import { StreamUnreadable } from '../errors.js';
import type { Commit } from './commit.js';
import type { Decider } from './decider.js';

/** A stream as loaded: the fold of its commits. */
export interface Loaded<State> {
  readonly state: State;
  /** 0: nothing is recorded. */
  readonly version: number;
  readonly commits: readonly Commit[];
}

/** Folds commits, oldest first; each stored message is read by today's contract. @throws {StreamUnreadable} */
export function fold<State>(
  decider: Decider<State>,
  id: string,
  commits: readonly Commit[],
  registry: ContractRegistry,
): Loaded<State> {
  let state = decider.initialState(id);
  for (const commit of commits) state = evolveCommit(decider, state, commit, registry);
  return { state, version: commits.at(-1)?._id.version ?? 0, commits };
}

/** The state after one more commit. */
export function evolveCommit<State>(
  decider: Decider<State>,
  state: State,
  commit: Pick<Commit, '_id' | 'messages' | 'at'>,
  registry: ContractRegistry,
): State {
  const recorded = { version: commit._id.version, at: commit.at };
  return commit.messages.reduce(
    (folded, message) => decider.evolve(folded, readStored(commit._id.stream, message, registry), recorded),
    state,
  );
}

function readStored(stream: string, message: Message, registry: ContractRegistry): Message {
  const contract = registry.find(message.type);
  if (!contract) throw new StreamUnreadable(stream, message.type);
  return contract.type === message.type
    ? message
    : { ...message, type: contract.type, data: upcast(message, registry) };
}

const upcast = (message: Message, registry: ContractRegistry): unknown =>
  registry.upcast(message.type, { data: message.data }).data;

/** The contract of a message that this service itself made. */
export function contractOf(type: string, registry: ContractRegistry): AnyContract {
  const contract = registry.find(type);
  if (!contract) throw new TypeError(`${type} is in no registry: export it, or list it under \`facts\``);
  return contract;
}
