import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { ConfigurationInvalid } from '../errors/errors.js';
import { variableNames } from './variable-names.js';

/** The environment of a process, `process.env` or a part of it. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads and validates variables. `<NAME>_FILE` gives a variable's value in a file (secrets of an orchestrator); an empty
 * variable counts as unset.
 *
 * @throws {ConfigurationInvalid} listing every problem at once, never a value
 */
export function readConfiguration<Output>(schema: z.ZodType<Output>, environment: Environment): Output {
  const [output] = readConfigurations([schema], environment);
  return output;
}

/** As `readConfiguration` for several schemas, with the problems of all in one error. */
export function readConfigurations<Outputs extends readonly unknown[]>(
  schemas: { readonly [Index in keyof Outputs]: z.ZodType<Outputs[Index]> },
  environment: Environment,
): Outputs {
  const problems = new Set<string>();
  const outputs = schemas.map((schema) => {
    const { values, unreadable } = withFiles(variableNames(schema), environment);
    for (const problem of unreadable.values()) problems.add(problem);
    const result = schema.safeParse(values);
    if (result.success) return result.data;
    for (const issue of result.error.issues) {
      if (!unreadable.has(String(issue.path[0]))) problems.add(problemOf(issue, values));
    }
    return undefined;
  });
  if (problems.size > 0) throw new ConfigurationInvalid([...problems].sort());
  return outputs as unknown as Outputs;
}

function withFiles(names: readonly string[], environment: Environment) {
  const values: Record<string, string | undefined> = {};
  const unreadable = new Map<string, string>();
  for (const name of names) {
    values[name] = environment[name] || undefined;
    const file = environment[`${name}_FILE`];
    if (!file || names.includes(`${name}_FILE`)) continue;
    if (values[name] !== undefined) unreadable.set(name, `${name}: give ${name} or ${name}_FILE, not both`);
    try {
      values[name] ??= readFileSync(file, 'utf8').trimEnd();
    } catch (error) {
      unreadable.set(
        name,
        `${name}_FILE: ${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`,
      );
    }
  }
  return { values, unreadable };
}

function problemOf({ code, path, message }: z.core.$ZodIssue, values: Record<string, unknown>): string {
  const [name = 'environment', ...rest] = path.map(String);
  if (code !== 'custom' && rest.length === 0 && name in values && values[name] === undefined)
    return `${name}: is required`;
  return `${[name, ...rest].join('.')}: ${message}`;
}
