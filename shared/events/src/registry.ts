import { type Contract, type MessageBody, parseType, type PreviousVersion } from './contract.js';

/** Contracts by wire type, older versions included: decodes whatever this release understands. */
export class ContractRegistry {
  readonly #byType = new Map<string, { contract: Contract; previous?: PreviousVersion }>();

  /** @throws {TypeError} when two contracts claim one type. */
  constructor(contracts: Iterable<AnyContract>) {
    for (const contract of contracts) this.add(contract);
  }

  /** @throws {TypeError} when its type, or one of its older ones, is taken. */
  add(declared: AnyContract): void {
    const contract = declared as unknown as Contract;
    this.#add(contract.type, { contract });
    for (const previous of contract.previous) this.#add(previous.type, { contract, previous });
  }

  /** The contract that reads this type today; undefined when this release does not know it. */
  find(type: string): Contract | undefined {
    return this.#byType.get(type)?.contract;
  }

  /** Whether the message is known but in a version that this release cannot read yet (it waits; it is not an error). */
  isNewerVersion(type: string): boolean {
    const parts = parseType(type);
    if (!parts || this.#byType.has(type)) return false;
    return this.contracts().some(
      ({ routingKey, version }) => routingKey === parts.routingKey && version < parts.version,
    );
  }

  /** Brings a stored or received body of any known version to today's shape; it does not validate. */
  upcast(type: string, body: MessageBody): MessageBody {
    return this.findPrevious(type)?.upcast(body) ?? body;
  }

  /** The older version of a contract that bears this type; undefined for that of today and for what is not known. */
  findPrevious(type: string): PreviousVersion | undefined {
    return this.#byType.get(type)?.previous;
  }

  /** The public state as it is written beside messages of this type: that of an older version, where that is still written. */
  writtenState(type: string, state: unknown): unknown {
    const written = this.find(type)?.written;
    return written?.type === type && written.downcast?.state ? written.downcast.state(state) : state;
  }

  contracts(): Contract[] {
    return [...new Set([...this.#byType.values()].map(({ contract }) => contract))];
  }

  #add(type: string, entry: { contract: Contract; previous?: PreviousVersion }): void {
    if (this.#byType.has(type)) throw new TypeError(`the message type ${type} is declared twice`);
    this.#byType.set(type, entry);
  }
}

/** Any contract, whatever its data and state. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a contract is callable with its own data: only `any` accepts them all
export type AnyContract = Contract<string, any, any>;
