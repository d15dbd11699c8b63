import { z } from 'zod';

/** Names of the variables that a configuration schema reads: the keys of its objects, through pipes and intersections. */
export function variableNames(schema: z.core.$ZodType): readonly string[] {
  if (schema instanceof z.ZodObject) return Object.keys(schema.shape);
  if (schema instanceof z.ZodPipe) return variableNames(schema.def.in);
  if (schema instanceof z.ZodIntersection)
    return [...variableNames(schema.def.left), ...variableNames(schema.def.right)];
  throw new TypeError('a configuration schema is an object of variables, possibly transformed');
}
