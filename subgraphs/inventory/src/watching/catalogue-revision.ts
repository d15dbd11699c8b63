import { randomUUID } from 'node:crypto';
import { EventEmitter, on } from 'node:events';
import { mapIterable } from '@ordergraph/messaging';
import type { mongo } from 'mongoose';
import type { InventoryModels } from '../views/models.js';

const changed = 'changed';
const pauseMilliseconds = 1_000;

/**
 * Names the present state of what the catalogue shows. Another name means that something of it may have changed; undefined that changes cannot be
 * heard at the moment. It listens to the view and not to commits: what is told has been written where lists are read from.
 *
 * States: idle → opening → heard → (broken) opening …; closed is final. Every opening begins under a new name, since changes may have been missed;
 * a change has the same name in every replica.
 */
export class CatalogueRevision {
  readonly #products: InventoryModels['products'];
  readonly #tell = new EventEmitter().setMaxListeners(0);
  #stream: mongo.ChangeStream | undefined;
  #retry: NodeJS.Timeout | undefined;
  #current: string | undefined;
  #isClosed = false;

  constructor({ products }: Pick<InventoryModels, 'products'>) {
    this.#products = products;
  }

  /** The present name, then every other; `return()` ends it, also while nothing changes. */
  watch(): AsyncIterableIterator<string | undefined> {
    const told = on(this.#tell, changed);
    if (!this.#stream && !this.#retry) this.#open();
    // Others hear it again, and lose nothing by it.
    queueMicrotask(() => this.#tell.emit(changed, this.#current));
    return mapIterable(told, ([revision]: (string | undefined)[]) => revision);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#retry);
    await this.#stream?.close();
  }

  #open(): void {
    this.#retry = undefined;
    if (this.#isClosed) return;
    const stream = this.#products.collection.watch([{ $project: { _id: 1 } }]);
    this.#stream = stream;
    stream.once('resumeTokenChanged', () => this.#name(randomUUID())); // the server's first answer
    stream.on('change', ({ _id }) => this.#name((_id as { _data: string })._data));
    stream.on('error', () => this.#broke(stream));
    stream.on('close', () => this.#broke(stream));
  }

  #name(revision: string | undefined): void {
    this.#current = revision;
    this.#tell.emit(changed, revision);
  }

  #broke(stream: mongo.ChangeStream): void {
    if (this.#isClosed || this.#stream !== stream) return;
    this.#stream = undefined;
    this.#name(undefined);
    void stream.close().catch(() => undefined);
    this.#retry = setTimeout(() => this.#open(), pauseMilliseconds).unref();
  }
}
