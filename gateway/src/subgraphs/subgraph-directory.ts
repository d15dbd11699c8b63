import type { LoadedSupergraph } from '../supergraph/supergraph.js';

/** Keeps one client per subgraph address over all supergraphs, and closes those that no supergraph in use needs. */
export class SubgraphDirectory<Client extends { close(budgetMilliseconds?: number): Promise<void> }> {
  readonly #make: (name: string, url: string) => Client;
  readonly #clients = new Map<string, Client>();
  /** Of no supergraph in use, with requests under way. */
  readonly #closing = new Set<Client>();
  readonly #bySupergraph = new WeakMap<LoadedSupergraph, Readonly<Record<string, Client>>>();

  constructor(make: (name: string, url: string) => Client) {
    this.#make = make;
  }

  /** The clients of a supergraph, by subgraph name. */
  of(supergraph: LoadedSupergraph): Readonly<Record<string, Client>> {
    const known = this.#bySupergraph.get(supergraph);
    if (known) return known;
    const clients = Object.fromEntries([...supergraph.subgraphs].map(([name, url]) => [name, this.#client(name, url)]));
    this.#bySupergraph.set(supergraph, clients);
    return clients;
  }

  /** Closes the clients of addresses that `supergraph` does not have, once their requests are answered. */
  async retain(supergraph: LoadedSupergraph): Promise<void> {
    const kept = new Set([...supergraph.subgraphs].map(([name, url]) => `${name} ${url}`));
    const unused = [...this.#clients].filter(([key]) => !kept.has(key));
    for (const [key] of unused) this.#clients.delete(key);
    await Promise.all(unused.map(([, client]) => this.#retire(client)));
  }

  /** Requests under way have no longer than that. */
  async close(budgetMilliseconds: number): Promise<void> {
    const clients = [...this.#clients.values(), ...this.#closing];
    this.#clients.clear();
    await Promise.all(clients.map((client) => client.close(budgetMilliseconds)));
  }

  async #retire(client: Client): Promise<void> {
    this.#closing.add(client);
    await client.close();
    this.#closing.delete(client);
  }

  #client(name: string, url: string): Client {
    const key = `${name} ${url}`;
    const client = this.#clients.get(key) ?? this.#make(name, url);
    this.#clients.set(key, client);
    return client;
  }
}
