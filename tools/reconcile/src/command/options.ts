import { parseArgs } from 'node:util';
import {
  InfrastructureUnavailable,
  type NamedPlatform,
  namedPlatform,
  platformOptions,
  platformUsage,
} from '@ordergraph/infrastructure';

export interface CommandOptions {
  /** Undefined: the platform of the data directory. */
  readonly platform: NamedPlatform | undefined;
  readonly json: boolean;
}

export const reconcileUsage = [
  'Usage: npm run reconcile -- [--json]',
  '  --json   the report in one line, for programs',
  platformUsage,
].join('\n');

/** @throws {InfrastructureUnavailable} with the usage as its remedy */
export function readOptions(args: readonly string[]): CommandOptions {
  const { json = false, ...values } = parse(args).values;
  return { platform: namedPlatform(values, reconcileUsage), json };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: { ...platformOptions, json: { type: 'boolean' } } });
  } catch (error) {
    throw new InfrastructureUnavailable(error instanceof Error ? error.message : String(error), reconcileUsage);
  }
}
