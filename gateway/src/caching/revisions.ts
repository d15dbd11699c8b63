import { randomUUID } from 'node:crypto';

import { visitor } from '@ordergraph/service';

import { VISITOR_KEY } from '../door/grants.js';
import type { RequestContext } from '../request-context.js';
import { subgraphClaims } from '../subgraphs/subgraph-claims.js';
import type { SubgraphDirectory } from '../subgraphs/subgraph-directory.js';
import type { SubgraphSockets } from '../subgraphs/subgraph-sockets.js';
import type { SubgraphTokens } from '../subgraphs/subgraph-tokens.js';
import { Upstream } from '../subscriptions/upstream.js';
import type { RevisionField } from '../supergraph/cache-rules.js';
import type { SupergraphRegistry } from '../supergraph/supergraph-registry.js';
import type { LoadedSupergraph } from '../supergraph/supergraph.js';

const REOPEN_MILLISECONDS = 1_000;

export interface RevisionsOptions {
  registry: SupergraphRegistry;
  sockets: SubgraphDirectory<SubgraphSockets>;
  tokens: SubgraphTokens;
}

/** Listens, for as long as it lives, to what subgraphs say of their answers. */
export class Revisions {
  readonly #listeners = new Map<string, RevisionListener>();
  readonly #stopFollowing: () => void;

  constructor(private readonly options: RevisionsOptions) {
    this.#stopFollowing = options.registry.onLoad((supergraph) => this.#follow(supergraph));
  }

  /** Of all subgraphs that have one; undefined while one of them cannot be heard: then nothing is known of what changed meanwhile. */
  of({ caching }: LoadedSupergraph): string | undefined {
    const known = caching.revisions.map((field) => this.#listeners.get(nameOf(field))?.revision);
    return known.includes(undefined) ? undefined : known.join();
  }

  close(): void {
    this.#stopFollowing();
    for (const listener of this.#listeners.values()) listener.close();
  }

  #follow({ caching }: LoadedSupergraph): void {
    const wanted = new Map(caching.revisions.map((field) => [nameOf(field), field]));
    for (const [name, listener] of this.#listeners) {
      if (wanted.has(name)) continue;
      listener.close();
      this.#listeners.delete(name);
    }
    for (const [name, field] of wanted) {
      if (!this.#listeners.has(name)) this.#listeners.set(name, new RevisionListener(field, this.options));
    }
  }
}

const nameOf = ({ subgraph, field }: RevisionField): string => `${subgraph}.${field}`;

/** One subscription that is opened again whenever it ends; between two it knows nothing. */
class RevisionListener {
  revision: string | undefined;
  #upstream: Upstream;
  #reopening: NodeJS.Timeout | undefined;

  constructor(
    private readonly field: RevisionField,
    private readonly options: RevisionsOptions,
  ) {
    this.#upstream = this.#open();
  }

  close(): void {
    clearTimeout(this.#reopening);
    this.#upstream.stop();
    this.revision = undefined;
  }

  #open(): Upstream {
    const { subgraph, field } = this.field;
    const { registry, sockets, tokens } = this.options;
    return new Upstream({
      cursor: undefined,
      open: async (_cursor, sink) => {
        const asking = gatewayItself();
        const extensions = subgraphClaims(await tokens(subgraph, asking), subgraph, asking);
        const { [subgraph]: socket } = sockets.of(await registry.loaded());
        if (!socket) throw new Error(`The supergraph has no subgraph ${subgraph}.`);
        return socket.subscribe({ query: `subscription { ${field} }`, extensions }, sink);
      },
      onEvent: ({ data }) => {
        const revision = data?.[field];
        this.revision = typeof revision === 'string' ? revision : undefined;
      },
      onLost: () => {
        this.revision = undefined;
      },
      onEnd: () => {
        this.revision = undefined;
        this.#reopening = setTimeout(() => (this.#upstream = this.#open()), REOPEN_MILLISECONDS);
      },
    });
  }
}

/** Asks for nobody. */
function gatewayItself(): RequestContext {
  return { principal: visitor, principalKey: VISITOR_KEY, address: '', correlationId: randomUUID() };
}
