import type { AnyContract, ContractRegistry, Message } from '@ordergraph/events';
import { StreamUnreadable } from '../errors.js';
import type { Commit } from './commit.js';
import type { Decider } from './decider.js';
import type { Snapshot, StreamRead } from './snapshot.js';

/** Where a stream stands. */
export interface Folded<State> {
  readonly state: State;
  /** 0: nothing is recorded. */
  readonly version: number;
}

/** A stream as loaded: its state, with the commits that were read for it. */
export interface Loaded<State> extends Folded<State> {
  /** Oldest first; those from the snapshot's own on, where it was folded from one. */
  readonly commits: readonly Commit[];
  /** The version of that snapshot. */
  readonly snapshot?: number;
}

/** A stream with everything that was ever recorded in it. */
export interface History<State> extends Folded<State> {
  readonly commits: readonly Commit[];
}

/** Folds all commits of a stream, or its first ones; each stored message is read by today's contract. @throws {StreamUnreadable} */
export const fold = <State>(
  decider: Decider<State>,
  id: string,
  commits: readonly Commit[],
  registry: ContractRegistry,
): Folded<State> => foldOnto({ state: decider.initialState(id), version: 0 }, decider, commits, registry);

/** The stream that was read. @throws {StreamUnreadable} */
export function loadedFrom<State>(
  decider: Decider<State>,
  id: string,
  { commits, snapshot }: StreamRead,
  registry: ContractRegistry,
): Loaded<State> {
  if (!snapshot) return { ...fold(decider, id, commits, registry), commits };
  const { state, version } = snapshot as Snapshot<State>;
  return {
    ...foldOnto({ state, version }, decider, commits.slice(1), registry),
    commits,
    snapshot: version,
  };
}

function foldOnto<State>(
  { state: before, version }: Folded<State>,
  decider: Decider<State>,
  commits: readonly Commit[],
  registry: ContractRegistry,
): Folded<State> {
  let state = before;
  for (const commit of commits) state = evolveCommit(decider, state, commit, registry);
  return { state, version: commits.at(-1)?._id.version ?? version };
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
  const contract = storedContractOf(stream, message.type, registry);
  return contract.type === message.type
    ? message
    : { ...message, type: contract.type, data: upcast(message, registry) };
}

const upcast = (message: Message, registry: ContractRegistry): unknown =>
  registry.upcast(message.type, { data: message.data }).data;

/** The contract of a stored message, which another release may have written. @throws {StreamUnreadable} */
export function storedContractOf(stream: string, type: string, registry: ContractRegistry): AnyContract {
  const contract = registry.find(type);
  if (!contract) throw new StreamUnreadable(stream, type);
  return contract;
}

/** The contract of a message that this service itself made. */
export function contractOf(type: string, registry: ContractRegistry): AnyContract {
  const contract = registry.find(type);
  if (!contract) throw new TypeError(`${type} is in no registry: export it, or list it under \`facts\``);
  return contract;
}
