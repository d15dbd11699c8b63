/** Receives one line for people per step or choice. */
export type Report = (line: string) => void;

/** Environment variables as Node gives them. */
export type Environment = Readonly<Record<string, string | undefined>>;
