import { parseArgs } from 'node:util';

export interface CommandOptions {
  /** Undefined: the platform of the data directory. */
  readonly platform: { readonly mongodbUri: string; readonly namespace: string; readonly amqpUrl?: string } | undefined;
  readonly json: boolean;
}

/** The command line cannot be followed; says why. */
export class CommandLineWrong extends Error {
  readonly code = 'COMMAND_LINE_WRONG';
}

/** @throws {CommandLineWrong} */
export function readOptions(args: readonly string[]): CommandOptions {
  const text = { type: 'string' } as const;
  const options = { mongodb: text, namespace: text, amqp: text, json: { type: 'boolean' } } as const;
  const { values } = parseArgs({ args: [...args], options });
  const { mongodb, namespace, amqp, json = false } = values;
  if ((mongodb === undefined) !== (namespace === undefined) || (amqp !== undefined && mongodb === undefined)) {
    throw new CommandLineWrong('Give --mongodb and --namespace together (and --amqp), or none of them.');
  }
  if (mongodb === undefined || namespace === undefined) return { platform: undefined, json };
  return { platform: { mongodbUri: mongodb, namespace, ...(amqp !== undefined && { amqpUrl: amqp }) }, json };
}
