import { parseArgs } from 'node:util';
import {
  InfrastructureUnavailable,
  type NamedPlatform,
  namedPlatform,
  platformOptions,
  platformUsage,
} from '@ordergraph/infrastructure';
import { subgraphNames } from '../platform/program-environments.js';

export interface RebuildViewCommand {
  /** Undefined: that of the data directory. */
  readonly platform: NamedPlatform | undefined;
  readonly service: string;
  /** Undefined: shows which there are. */
  readonly collection: string | undefined;
}

export const rebuildViewUsage = ['Usage: npm run rebuild-view -- <service> [<collection>]', platformUsage].join('\n');

/** @throws {InfrastructureUnavailable} with the usage as its remedy */
export function readRebuildViewCommand(args: readonly string[]): RebuildViewCommand {
  const { values, positionals } = parse(args);
  const [service, collection, ...more] = positionals;
  if (!service) throw wrong(`Name a service: ${subgraphNames.join(', ')}.`);
  if (!subgraphNames.some((name) => name === service)) {
    throw wrong(`There is no service '${service}': ${subgraphNames.join(', ')}.`);
  }
  if (more.length > 0) throw wrong('Name one view.');
  return { platform: namedPlatform(values, rebuildViewUsage), service, collection };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: platformOptions, allowPositionals: true });
  } catch (error) {
    throw wrong(error instanceof Error ? error.message : String(error));
  }
}

const wrong = (message: string): InfrastructureUnavailable => new InfrastructureUnavailable(message, rebuildViewUsage);
