/** An object of JSON. */
export type Fields = Readonly<Record<string, unknown>>;

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);

/** The body of a message as it came, whoever wrote it; undefined when it is no JSON object. */
export function parseBody(content: Buffer): Fields | undefined {
  try {
    const body: unknown = JSON.parse(content.toString('utf8'));
    return isFields(body) ? body : undefined;
  } catch {
    return undefined;
  }
}
