import { createTokenSigner, generateSigningKey, graphAudience } from '@ordergraph/service';
import type { Watching } from './crowd.js';
import { watchResumableRoom, watchRoom } from './room-graph.js';

/** How idle watchers differ in what they cost. */
export interface WatcherKind {
  readonly name: string;
  /** Whom the gateway is to trust besides itself. */
  readonly issuers: readonly { issuer: string; jwks: unknown }[];
  /** So many watchers of the room. */
  watching(size: number, room: string): Promise<Watching[]>;
}

/** Visitors who ask the same: one stream from the subgraph, and one completion of each event, for all of them. */
export const shared: WatcherKind = {
  name: 'visitors, one stream',
  issuers: [],
  watching: async (size, room) => Array.from({ length: size }, () => ({ query: watchRoom, room })),
};

/** Everybody somebody else, with a token, and on a stream that can be resumed: each has one from the subgraph, and shares nothing. */
export async function ownStreams(): Promise<WatcherKind> {
  const signer = createTokenSigner({ issuer: 'urn:ordergraph:users', key: await generateSigningKey() });
  const watching = async (index: number, room: string): Promise<Watching> => {
    const principal = { kind: 'user', userId: `user-${index}`, sessionId: `session-${index}`, scopes: [] } as const;
    const token = await signer.sign({ principal, audience: graphAudience, lifetimeSeconds: 3_600 });
    return { query: watchResumableRoom, room, token };
  };
  return {
    name: 'users, a stream each',
    issuers: [{ issuer: signer.issuer, jwks: signer.publicKeys }],
    watching: (size, room) => Promise.all(Array.from({ length: size }, (_, index) => watching(index, room))),
  };
}
