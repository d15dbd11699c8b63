/** Something the platform needs cannot be had. The message is one line for people, the remedy says what to do about it. */
export class InfrastructureUnavailable extends Error {
  override readonly name = 'InfrastructureUnavailable';
  readonly remedy: string;

  constructor(message: string, remedy: string, options?: ErrorOptions) {
    super(message, options);
    this.remedy = remedy;
  }
}

/** The first line of whatever was thrown. */
export function firstLineOf(error: unknown): string {
  const text = error instanceof Error ? error.message || error.name : String(error);
  return text.split('\n', 1)[0] ?? text;
}
