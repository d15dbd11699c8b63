import type { AnyContract, Contract } from '@ordergraph/events';

/** A message as a handler sees it: validated, brought to today's version, with its body taken apart. */
export interface Received<Data = unknown, State = unknown> {
  readonly id: string;
  readonly type: string;
  readonly data: Data;
  /** The public state of the entity after the whole commit; undefined for commands. */
  readonly state: State;
  /** The stream the message belongs to, and that stream's version after the commit. */
  readonly subject: string;
  readonly version: number;
  readonly time: Date;
  readonly source: string;
  readonly correlationId: string;
  readonly causationId: string | undefined;
  readonly actor: string | undefined;
  readonly traceparent: string | undefined;
  readonly isReplay: boolean;
  /** Which replay sent it, and as which of the owner's messages, from 1. */
  readonly replay?: { readonly id: string; readonly position: number | undefined } | undefined;
}

/** What a consumer does with one type of message. */
export interface Reaction {
  readonly contract: AnyContract;
  readonly handle: (message: Received<never, never>) => Promise<void>;
}

/** Pairs a contract with its handler: `on(StockReserved, continueOnStockReserved)`. */
export function on<Data, State>(
  contract: Contract<string, Data, State>,
  handle: (message: Received<Data, State>) => Promise<void>,
): Reaction {
  return { contract, handle };
}

/** A consumer of other services' events, with a queue of its own: `<service>.<name>.t<topologyVersion>`. */
export interface ConsumerDefinition {
  readonly name: string;
  readonly reactions: readonly Reaction[];
  /** Raise it when the arguments of the queue change; the previous one is drained too. Default 1. */
  readonly topologyVersion?: number;
  /** Messages in hand at a time. Default 200. */
  readonly prefetch?: number;
  /**
   * `views` asks the owners for everything from before its queue existed (its handlers must be "newer wins");
   * `reactions` never sees a replay. Default `reactions`.
   */
  readonly kind?: 'views' | 'reactions';
}

/** The commands a service obeys, on its queue `<service>.commands.t<N>`. */
export interface CommandsDefinition {
  readonly reactions: readonly Reaction[];
  readonly prefetch?: number;
}
