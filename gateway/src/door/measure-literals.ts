import { type DocumentNode, visit } from 'graphql';

/** The size of the values that are written into a document: arguments of fields and directives, and defaults of variables. */
export interface LiteralMeasure {
  /** Lists and objects within each other. */
  depth: number;
  /** Values that Apollo's planner meets: it walks every list twice, so what stands in a list in a list it meets four times. */
  walked: number;
}

/**
 * Measures the values of a whole document. Whatever stands in it counts, also where it is never run, since validation goes through all of it. Does not
 * recurse: it is asked about what may overflow others.
 */
export function measureLiterals(document: DocumentNode): LiteralMeasure {
  const measure: LiteralMeasure = { depth: 0, walked: 0 };
  let depth = 0;
  let times = 1;
  const enter = (): void => {
    depth += 1;
    measure.walked += times;
    measure.depth = Math.max(measure.depth, depth);
  };
  const leave = (): void => {
    depth -= 1;
  };
  const leaf = (): void => {
    measure.walked += times;
  };
  visit(document, {
    ObjectValue: { enter, leave },
    ListValue: {
      enter: () => {
        enter();
        times *= 2;
      },
      leave: () => {
        leave();
        times /= 2;
      },
    },
    IntValue: leaf,
    FloatValue: leaf,
    StringValue: leaf,
    BooleanValue: leaf,
    NullValue: leaf,
    EnumValue: leaf,
    Variable: leaf,
  });
  return measure;
}
