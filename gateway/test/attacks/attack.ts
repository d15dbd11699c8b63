import type { Platform } from '../support/platform.js';

/** One attack; what the gateway answers is a code of the error catalogue, or a few words. The same rows stand in docs/security.md. */
export interface Attack {
  readonly attack: string;
  readonly answer: string;
  play(platform: Platform): Promise<string>;
}

/** Every different answer once: one for all is what is hoped for. */
export const allAnswers = async (answers: readonly Promise<string>[]): Promise<string> =>
  [...new Set(await Promise.all(answers))].join(', ');
