import type { Mutant } from '../mutant.js';
import { commitMutants } from './commits.js';
import { messageMutants } from './messages.js';
import { operationMutants } from './operations.js';
import { sagaMutants } from './sagas.js';

/** Every planted bug. */
export const allMutants: readonly Mutant[] = [...commitMutants, ...messageMutants, ...operationMutants, ...sagaMutants];
