import type { AnyContract, Contract } from '@ordergraph/events';
import type { Received } from '../consuming/definitions.js';

/**
 * A collection derived from events: each row is the newest public state seen of one entity ("newer version wins"), so any
 * order, repetition or loss-and-replay of messages leads to the same rows. Totals are computed from rows, never counted up.
 */
export interface ViewDefinition<Row extends ViewRow = ViewRow> {
  readonly collection: string;
  readonly sources: readonly ViewSource<Row>[];
}

/** `_id` is the entity's id; `version` the version of its stream that the row shows. */
export interface ViewRow {
  readonly _id: string;
  readonly version: number;
}

export interface ViewSource<Row> {
  readonly contract: AnyContract;
  readonly row: (message: Received<never, never>) => Row;
}

/** Names the row that an event's public state makes: `project(ProductCreated, ({ state, version }) => ({ … }))`. */
export function project<Data, State, Row extends ViewRow>(
  contract: Contract<string, Data, State>,
  row: (message: Received<Data, State>) => Row,
): ViewSource<Row> {
  return { contract, row };
}

/**
 * As `project`, for a fact that only this service's streams hold, in a view of its own: `state` is the entity's public state
 * after the whole commit.
 */
export function projectFact<State, Row extends ViewRow>(
  contract: AnyContract,
  row: (message: Received<unknown, State>) => Row,
): ViewSource<Row> {
  return { contract, row };
}
