import type { GroupFlush } from '@ordergraph/messaging';
import type { Collection, Connection } from 'mongoose';
import { insertTogether, readTogether } from './batches.js';
import type { Draft, Operation, OperationKind } from './operation.js';

/**
 * Asks the ledger to perform something once. `decide` is pure: it runs again when another operation came first. An
 * authorization begins a history of its own, under an id never used before.
 */
export interface OperationRequest {
  readonly key: string;
  readonly requestHash: string;
  readonly kind: OperationKind;
  readonly authorizationId: string;
  readonly decide: (history: readonly Operation[]) => Draft;
}

export type Performed =
  { readonly outcome: 'performed' | 'repeated'; readonly operation: Operation } | { readonly outcome: 'key-reused' };

/** The provider's books: survive a restart, and keep every idempotency key for ever. */
export class Ledger {
  readonly #operations: Collection<Operation>;
  readonly #inserts: GroupFlush<Operation, boolean>;
  readonly #histories: GroupFlush<string, Operation[]>;

  private constructor(operations: Collection<Operation>) {
    this.#operations = operations;
    this.#inserts = insertTogether(operations);
    this.#histories = readTogether(operations);
  }

  static async open(connection: Connection): Promise<Ledger> {
    const operations = connection.collection<Operation>('operations');
    await operations.createIndexes([
      { key: { authorizationId: 1, sequence: 1 }, unique: true },
      { key: { orderReference: 1, at: 1 } },
      { key: { 'delivery.dueAt': 1 }, partialFilterExpression: { 'delivery.dueAt': { $exists: true } } },
    ]);
    return new Ledger(operations);
  }

  async perform(request: OperationRequest): Promise<Performed> {
    const { key, requestHash, kind, authorizationId, decide } = request;
    for (;;) {
      const history = kind === 'authorization' ? [] : await this.ofAuthorization(authorizationId);
      const earlier = history.find(({ _id }) => _id === key);
      if (earlier) return recognized(earlier, request);
      const place = { kind, requestHash, authorizationId, sequence: history.length, at: new Date() };
      const operation: Operation = { _id: key, ...place, ...decide(history) };
      if (await this.#inserts.add(operation)) return { outcome: 'performed', operation };
      const taken = await this.#operations.findOne({ _id: key });
      if (taken) return recognized(taken, request);
    }
  }

  ofAuthorization(authorizationId: string): Promise<Operation[]> {
    return this.#histories.add(authorizationId);
  }

  ofOrder(orderReference: string): Promise<Operation[]> {
    return this.#operations.find({ orderReference }).sort({ at: 1 }).toArray();
  }

  /** Decisions whose webhook is due, oldest first. */
  undelivered(now: Date): Promise<Operation[]> {
    return this.#operations
      .find({ 'delivery.dueAt': { $lte: now } })
      .sort({ 'delivery.dueAt': 1 })
      .limit(100)
      .toArray();
  }

  /** When the next webhook is due; undefined when all were accepted. */
  async nextDeliveryAt(): Promise<Date | undefined> {
    const [next] = await this.#operations
      .find({ 'delivery.dueAt': { $exists: true } })
      .sort({ 'delivery.dueAt': 1 })
      .limit(1)
      .toArray();
    return next?.delivery?.dueAt;
  }

  async postponeDelivery(key: string, delivery: { attempts: number; dueAt: Date }): Promise<void> {
    await this.#operations.updateOne({ _id: key }, { $set: { delivery } });
  }

  async markDelivered(key: string): Promise<void> {
    await this.#operations.updateOne({ _id: key }, { $unset: { delivery: 1 } });
  }
}

const recognized = (operation: Operation, { kind, requestHash }: OperationRequest): Performed =>
  operation.kind === kind && operation.requestHash === requestHash
    ? { outcome: 'repeated', operation }
    : { outcome: 'key-reused' };
