/** Audience of access tokens that clients carry, made by the users service. */
export const graphAudience = 'urn:ordergraph:graph';

/** Audience of the short-lived tokens that the gateway makes for one subgraph. */
export const subgraphAudience = (name: string): string => `urn:ordergraph:subgraph:${name}`;
