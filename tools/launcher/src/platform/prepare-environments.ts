import { join } from 'node:path';
import { composeSupergraph, writeSupergraph } from '@ordergraph/gateway';
import { repositoryRoot } from './data-directory.js';
import { developmentKeys } from './development-keys.js';
import {
  programEnvironments,
  subgraphNames,
  subgraphUrl,
  type ProgramEnvironment,
  type ProgramName,
  type ProgramSettings,
} from './program-environments.js';

export interface Preparation extends Omit<ProgramSettings, 'keys' | 'supergraphFile'> {
  /** Keeps the composed supergraph and the keys. */
  dataDirectory: string;
}

/** Composes the supergraph for these addresses, and gives every program what it needs to run with the others. */
export async function prepareEnvironments(preparation: Preparation): Promise<Record<ProgramName, ProgramEnvironment>> {
  const { dataDirectory, ports } = preparation;
  const supergraphFile = join(dataDirectory, 'supergraph.graphql');
  const routingUrls = Object.fromEntries(subgraphNames.map((name) => [name, subgraphUrl(ports, name)]));
  const { sdl } = await composeSupergraph({ file: join(repositoryRoot, 'supergraph.yaml'), routingUrls });
  await writeSupergraph(supergraphFile, sdl);
  return programEnvironments({ ...preparation, keys: await developmentKeys(dataDirectory), supergraphFile });
}
