import type { GraphQLSchema } from 'graphql';

import { type LoadedSupergraph, loadSupergraph } from './supergraph.js';

type Listener = (supergraph: LoadedSupergraph) => void;

export interface RegistryOptions {
  /** Addresses that go before those of the supergraph, by subgraph name in lower case with hyphens. */
  routingUrls: Readonly<Record<string, string>>;
  /** Hears of each listener that threw at a supergraph. */
  onListenerFailure: (error: unknown) => void;
}

/**
 * Holds the supergraph in use. A replacement is complete before it is visible, and a bad one changes nothing; a request that began under
 * one supergraph finishes under it (`of` finds it by its schema). Whether a supergraph is good is decided before it is announced: a listener that
 * throws then keeps it from nobody else, since those who were told before cannot go back.
 */
export class SupergraphRegistry {
  readonly #bySchema = new WeakMap<GraphQLSchema, LoadedSupergraph>();
  readonly #listeners = new Set<Listener>();
  #current: LoadedSupergraph | undefined;

  constructor(private readonly options: RegistryOptions) {}

  get current(): LoadedSupergraph | undefined {
    return this.#current;
  }

  /** Answers false when this text is already in use. Throws, and keeps what it has, when the text is no valid supergraph. */
  replace(sdl: string): boolean {
    if (this.#current?.sdl === sdl) return false;
    const supergraph = loadSupergraph(sdl, this.options.routingUrls);
    this.#bySchema.set(supergraph.schema, supergraph);
    this.#current = supergraph;
    for (const listener of this.#listeners) this.#tell(listener, supergraph);
    return true;
  }

  of(schema: GraphQLSchema): LoadedSupergraph {
    const supergraph = this.#bySchema.get(schema);
    if (!supergraph) throw new Error('This schema is of no supergraph that was loaded here.');
    return supergraph;
  }

  /** Calls back for every supergraph from now on, and at once when there is one. Answers how to stop that. */
  onLoad(listener: Listener): () => void {
    this.#listeners.add(listener);
    if (this.#current) listener(this.#current);
    return () => this.#listeners.delete(listener);
  }

  loaded(): Promise<LoadedSupergraph> {
    return new Promise((resolve) => {
      const stop = this.onLoad((supergraph) => {
        resolve(supergraph);
        queueMicrotask(() => {
          stop();
        });
      });
    });
  }

  #tell(listener: Listener, supergraph: LoadedSupergraph): void {
    try {
      listener(supergraph);
    } catch (error) {
      this.options.onListenerFailure(error);
    }
  }
}
