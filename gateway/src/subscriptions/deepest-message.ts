import { isNestedTooDeeply } from '../nesting.js';

/** JSON is copied and written by recursion, which overflows some thousand levels down; this is far from it, and from anybody's data. */
const DEEPEST = 1_000;

/** Whether what a subgraph says of a stream cannot be handed on. */
export const isTooDeep = (said: unknown): boolean => isNestedTooDeeply(said, DEEPEST);
