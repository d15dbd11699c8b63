import type { ContractRegistry } from '@ordergraph/events';
import { type Commit, messageId } from '../commits/commit.js';
import type { Received } from '../consuming/definitions.js';
import type { ViewDefinition, ViewRow } from './view.js';

/** The types of messages that any of these views shows. */
export const typesShown = (views: readonly ViewDefinition[]): ReadonlySet<string> =>
  new Set(views.flatMap(({ sources }) => sources.map(({ contract }) => contract.type)));

/** The row that an event makes; undefined when the view does not know its type. */
export function rowOf<Row extends ViewRow>(view: ViewDefinition<Row>, event: Received<never, never>): Row | undefined {
  return view.sources.find(({ contract }) => contract.type === event.type)?.row(event);
}

/** The rows that the events and facts of a service's own commit make in one of its views. Pure. */
export function rowsOf<Row extends ViewRow>(
  view: ViewDefinition<Row>,
  commit: Commit,
  registry: ContractRegistry,
): readonly Row[] {
  return commit.messages
    .filter(({ type }) => registry.find(type)?.kind !== 'command')
    .flatMap((message) => rowOf(view, receivedFrom(commit, message, registry)) ?? []);
}

/** An event of this service's own commit, as a consumer elsewhere will receive it: in today's version. */
function receivedFrom(
  commit: Commit,
  message: Commit['messages'][number],
  registry: ContractRegistry,
): Received<never, never> {
  const { data, state } = registry.upcast(message.type, { data: message.data, state: commit.state });
  return {
    id: messageId(commit, commit.messages.indexOf(message), message),
    type: registry.find(message.type)?.type ?? message.type,
    data: data as never,
    state: state as never,
    subject: commit._id.stream,
    version: commit._id.version,
    time: commit.at,
    source: message.type.slice(0, message.type.indexOf('.')),
    correlationId: commit.context.correlationId,
    causationId: commit.context.causationId,
    actor: commit.context.actor,
    traceparent: commit.context.traceparent,
    isReplay: false,
  };
}
