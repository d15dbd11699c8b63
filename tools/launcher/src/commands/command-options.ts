import { parseArgs } from 'node:util';
import { InfrastructureUnavailable } from '@ordergraph/infrastructure';
import { print } from './run-command.js';

/**
 * The switches given on the command line. `explained`: every switch there is, and what it does. With `--help` they are
 * printed and the process ends.
 *
 * @throws InfrastructureUnavailable for what is no switch of this command, with those it has as the remedy
 */
export function commandOptions<Name extends string>(
  command: string,
  explained: Readonly<Record<Name, string>>,
): Record<Name, boolean> {
  const names = Object.keys(explained) as Name[];
  const given = parse(command, explained);
  if (given['help'] === true) {
    print(usage(command, explained).join('\n'));
    process.exit(0);
  }
  return Object.fromEntries(names.map((name) => [name, given[name] === true])) as Record<Name, boolean>;
}

function parse(command: string, explained: Readonly<Record<string, string>>): Record<string, unknown> {
  const options = Object.fromEntries(
    [...Object.keys(explained), 'help'].map((name) => [name, { type: 'boolean' } as const]),
  );
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new InfrastructureUnavailable(message, usage(command, explained).join('\n'), { cause: error });
  }
}

function usage(command: string, explained: Readonly<Record<string, string>>): string[] {
  const names = Object.keys(explained);
  if (names.length === 0) return [`${command} has no options.`];
  const width = Math.max(...names.map((name) => name.length));
  return [
    `Usage: ${command} -- ${names.map((name) => `[--${name}]`).join(' ')}`,
    ...Object.entries(explained).map(([name, what]) => `  --${name.padEnd(width)}  ${what}`),
  ];
}
