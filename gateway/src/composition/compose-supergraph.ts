import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';

const compositionFile = z.object({
  federation_version: z.union([z.string(), z.number()]).optional(),
  subgraphs: z.record(z.string(), z.object({ routing_url: z.url(), schema: z.object({ file: z.string() }) })),
});

export interface CompositionInput {
  /** Path of a `supergraph.yaml` as rover reads it; schema files are relative to it. */
  file: string;
  /** Addresses that replace those of the file, by subgraph name. */
  routingUrls?: Readonly<Record<string, string>>;
}

export interface Composition {
  sdl: string;
  /** What composition found questionable but not wrong, one line each. */
  hints: readonly string[];
}

/** The subgraphs do not fit together; `problems` has one line for each reason. */
export class CompositionFailed extends Error {
  readonly code = 'COMPOSITION_FAILED';

  constructor(readonly problems: readonly string[]) {
    super(`The subgraphs do not compose:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.name = 'CompositionFailed';
  }
}

/**
 * Composes the subgraph schemas that a `supergraph.yaml` lists into one supergraph, without starting any of them.
 * Throws CompositionFailed with every reason when they do not compose.
 */
export async function composeSupergraph({ file, routingUrls = {} }: CompositionInput): Promise<Composition> {
  const { subgraphs } = compositionFile.parse(parseYaml(await readFile(file, 'utf8')));
  const definitions = await Promise.all(
    Object.entries(subgraphs).map(async ([name, subgraph]) => ({
      name,
      url: routingUrls[name] ?? subgraph.routing_url,
      typeDefs: parse(await readFile(resolve(dirname(file), subgraph.schema.file), 'utf8')),
    })),
  );
  const result = composeServices(definitions);
  if (result.errors) throw new CompositionFailed(result.errors.map((error) => error.message));
  return { sdl: result.supergraphSdl, hints: result.hints.map((hint) => hint.toString()) };
}
