import type { LocalGraph } from '@ordergraph/service';

/** Subgraphs of this process by their addresses; one that has not started yet, or has stopped, is not there. */
export type LocalSubgraphs = ReadonlyMap<string, LocalGraph>;
