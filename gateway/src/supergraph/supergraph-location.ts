import type { SupergraphLocation } from './follow-supergraph.js';

/** The variables by which a gateway is told where its supergraph is. */
export interface SupergraphVariables {
  SUPERGRAPH_FILE?: string | undefined;
  SUPERGRAPH_URL?: string | undefined;
  SUPERGRAPH_POLL_SECONDS: number;
  APOLLO_KEY?: string | undefined;
  APOLLO_GRAPH_REF?: string | undefined;
  APOLLO_UPLINK_ENDPOINTS: string[];
}

/** All that are given; one is right. A key beside a file or an address is for usage reports alone. */
export function supergraphLocations(own: SupergraphVariables): SupergraphLocation[] {
  const { SUPERGRAPH_FILE: file, SUPERGRAPH_URL: url, APOLLO_KEY: key, APOLLO_GRAPH_REF: graphRef } = own;
  const pollSeconds = own.SUPERGRAPH_POLL_SECONDS;
  const given: SupergraphLocation[] = [];
  if (file !== undefined) given.push({ kind: 'file', file });
  if (url !== undefined) given.push({ kind: 'url', url, pollSeconds });
  if (given.length === 0 && key !== undefined && graphRef !== undefined) {
    given.push({ kind: 'uplink', key, graphRef, endpoints: own.APOLLO_UPLINK_ENDPOINTS, pollSeconds });
  }
  return given;
}

export function supergraphLocation(own: SupergraphVariables): SupergraphLocation {
  const [location] = supergraphLocations(own);
  if (!location) throw new Error('No supergraph was given.');
  return location;
}
