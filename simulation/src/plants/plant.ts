import type { Replacements } from '../world/replacements.js';

/** A bug to plant: what is done wrong, by parts that stand for those of the product. Made anew for each run. */
export interface Plant {
  readonly name: string;
  readonly bug: string;
  readonly replacements: () => Replacements;
}
