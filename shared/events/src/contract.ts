import type { z } from 'zod';

/** What a message is for: an event tells anyone, a command asks its owner, a fact is recorded in a stream and never published. */
export type MessageKind = 'event' | 'command' | 'fact';

/** A message as a decision produces it: what happened or what is asked, before it has an identity. */
export interface Message<Type extends string = string, Data = unknown> {
  readonly type: Type;
  readonly data: Data;
  /** Only commands that must keep their identity over several commits set it; everything else is `<stream>/<version>/<index>`. */
  readonly id?: string;
}

/**
 * The declaration of one message type. Call it to make a message: `OrderConfirmed({})`.
 * Making one does not validate (the compiler did); whatever comes from outside is parsed with `schema`. Where an older version
 * is still written, the message made is of that version; whoever folds or receives it sees today's.
 */
export interface Contract<Type extends string = string, Data = unknown, State = unknown> {
  (data: Data, identity?: { readonly id: string }): Message<Type, Data>;
  readonly kind: MessageKind;
  /** Wire type and log field: `<owner>.<kebab-name>.v<N>`. */
  readonly type: Type;
  /** The one service that publishes this event or obeys this command. */
  readonly owner: string;
  /** `<owner>.<kebab-name>`: the type without its version, so that a binding survives a new version. */
  readonly routingKey: string;
  readonly version: number;
  readonly summary: string;
  readonly schema: z.ZodType<Data>;
  /** Events of an entity carry its public state after the whole commit. */
  readonly state: z.ZodType<State> | undefined;
  /** A sample of the body: `data` and, where the contract has one, `state`. */
  readonly example: MessageBody<Data, State>;
  /** Names of fields of `data` that must never be shown: blanked in logs, traces and operator tools. */
  readonly secret: readonly string[];
  /** Names of fields of `data` and `state` that are about a person and are blanked when the person is erased. */
  readonly personal: readonly string[];
  /** The field of `state`, or else of `data`, that holds the id of the person whom the personal fields are about. */
  readonly personId: string | undefined;
  /** Seconds after which a consumer refuses the message; undefined: never. */
  readonly expiresAfterSeconds: number | undefined;
  /** Older versions that may still be stored or on the wire, oldest first. */
  readonly previous: readonly PreviousVersion<Data, State>[];
  /** The older version that is written until every process reads this one; undefined: this one is. */
  readonly written: PreviousVersion<Data, State> | undefined;
}

/** The JSON body of a message on the wire. */
export interface MessageBody<Data = unknown, State = unknown> {
  readonly data: Data;
  readonly state?: State;
}

/** An older version of a contract: how it looked, and how it reads today. */
export interface PreviousVersion<Data = unknown, State = unknown> {
  readonly type: string;
  /** Of its `data`. */
  readonly schema: z.ZodType;
  readonly example: MessageBody;
  readonly upcast: (body: MessageBody) => MessageBody<Data, State>;
  /** The other way, for as long as this version is still the one that is written. */
  readonly downcast?: Downcast<Data, State>;
}

/** How an older version says what is made today. */
export interface Downcast<Data = unknown, State = unknown> {
  data(data: Data): unknown;
  state?(state: State): unknown;
}

/** The message a contract describes: `MessageOf<typeof OrderPlaced>`. */
export type MessageOf<C> = C extends Contract<infer Type, infer Data> ? Message<Type, Data> : never;
/** The facts in a message of this contract. */
export type DataOf<C> = C extends Contract<string, infer Data> ? Data : never;
/** The public state an event of this contract carries. */
export type StateOf<C> = C extends Contract<string, never, infer State> ? State : never;

interface Declaration<Data, State> {
  readonly summary: string;
  readonly data: z.ZodType<Data>;
  readonly example: MessageBody<NoInfer<Data>, NoInfer<State>>;
  readonly secret?: readonly (keyof Data & string)[];
  /** Texts: a blank one is ''. They keep their names in every version of the message. */
  readonly personal?: readonly string[];
  readonly personId?: string;
  readonly expiresAfterSeconds?: number;
  readonly previous?: readonly PreviousVersion<Data, State>[];
  /**
   * Readers first: the type of the older version (with a `downcast`) that this release still writes, because processes of the
   * release before run beside it and read no other. The next release leaves it out.
   */
  readonly writes?: string;
}

/** Declares an event: a fact in the past tense that its owner publishes, with the entity's public state after it. */
export function defineEvent<const Type extends string, Data, State>(
  type: Type,
  declaration: Declaration<Data, State> & { readonly state: z.ZodType<State> },
): Contract<Type, Data, State> {
  return define('event', type, declaration, declaration.state);
}

/** Declares a command: an imperative that only its owner obeys, or refuses with an event. */
export function defineCommand<const Type extends string, Data>(
  type: Type,
  declaration: Declaration<Data, undefined>,
): Contract<Type, Data, undefined> {
  return define('command', type, declaration, undefined);
}

/** Declares a fact that is kept in its owner's streams only; no other service ever sees it. */
export function defineFact<const Type extends string, Data>(
  type: Type,
  declaration: Declaration<Data, undefined>,
): Contract<Type, Data, undefined> {
  return define('fact', type, declaration, undefined);
}

const typePattern = /^(?<routingKey>(?<owner>[a-z][a-z-]*)\.[a-z][a-z-]*)\.v(?<version>[1-9]\d*)$/;

/** Splits a wire type into its parts; undefined when it is not of the form `<owner>.<kebab-name>.v<N>`. */
export function parseType(type: string): { owner: string; routingKey: string; version: number } | undefined {
  const { owner, routingKey, version } = typePattern.exec(type)?.groups ?? {};
  return owner && routingKey && version ? { owner, routingKey, version: Number(version) } : undefined;
}

function define<const Type extends string, Data, State>(
  kind: MessageKind,
  type: Type,
  declaration: Declaration<Data, State>,
  state: z.ZodType<State> | undefined,
): Contract<Type, Data, State> {
  const parts = parseType(type);
  if (!parts) throw new TypeError(`"${type}" is not a message type: expected <owner>.<kebab-name>.v<N>`);
  const written = writtenBy(declaration, type);
  const create = (data: Data, identity?: { readonly id: string }): Message<Type, Data> => ({
    ...((written ? { type: written.type, data: written.downcast?.data(data) } : { type, data }) as Message<Type, Data>),
    ...identity,
  });
  return Object.assign(create, {
    ...parts,
    kind,
    type,
    state,
    summary: declaration.summary,
    schema: declaration.data,
    example: declaration.example,
    secret: declaration.secret ?? [],
    personal: declaration.personal ?? [],
    personId: declaration.personId,
    expiresAfterSeconds: declaration.expiresAfterSeconds,
    previous: declaration.previous ?? [],
    written,
  });
}

function writtenBy<Data, State>(
  { writes, previous = [] }: Declaration<Data, State>,
  type: string,
): PreviousVersion<Data, State> | undefined {
  if (writes === undefined) return undefined;
  const written = previous.find((version) => version.type === writes);
  if (!written?.downcast) throw new TypeError(`${type} cannot be written as ${writes}: no downcast to it is declared`);
  return written;
}
