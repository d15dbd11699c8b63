import type { GraphQLSchema } from 'graphql';

import { type LoadedSupergraph, loadSupergraph } from './supergraph.js';

type Listener = (supergraph: LoadedSupergraph) => void;

/**
 * Holds the supergraph in use. A replacement is complete before it is visible, and a bad one changes nothing; a request that began under
 * one supergraph finishes under it (`of` finds it by its schema).
 */
export class SupergraphRegistry {
  readonly #routingUrls: Readonly<Record<string, string>>;
  readonly #bySchema = new WeakMap<GraphQLSchema, LoadedSupergraph>();
  readonly #listeners = new Set<Listener>();
  #current: LoadedSupergraph | undefined;

  constructor(routingUrls: Readonly<Record<string, string>> = {}) {
    this.#routingUrls = routingUrls;
  }

  get current(): LoadedSupergraph | undefined {
    return this.#current;
  }

  /** Answers false when this text is already in use. Throws, and keeps what it has, when the text is no valid supergraph. */
  replace(sdl: string): boolean {
    if (this.#current?.sdl === sdl) return false;
    const supergraph = loadSupergraph(sdl, this.#routingUrls);
    this.#bySchema.set(supergraph.schema, supergraph);
    this.#current = supergraph;
    for (const listener of this.#listeners) listener(supergraph);
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
}
