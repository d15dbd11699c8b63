import type { ExecutionResult } from 'graphql';

import type { Fields } from '../../src/execution/json.js';
import { answerInMemory, type InMemorySubgraph } from './in-memory-graph.js';
import { composeLibrary, librarySubgraphs } from './library.js';

export const supergraph = composeLibrary();

export type LibrarySubgraphs = Readonly<Record<string, InMemorySubgraph>>;

/** Answers about the library. */
export const answer = (
  text: string,
  variables: Fields = {},
  subgraphs: LibrarySubgraphs = librarySubgraphs(),
): Promise<ExecutionResult> => answerInMemory({ supergraph, subgraphs, text, variables });

/** The library, with one subgraph that answers something else. */
export function answeringInstead(name: string, instead: () => unknown): LibrarySubgraphs {
  const subgraphs = librarySubgraphs();
  const ask = async (): Promise<{ data?: Fields }> => instead() as { data?: Fields };
  return { ...subgraphs, [name]: { asked: [], ask } };
}
