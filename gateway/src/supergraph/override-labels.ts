import type { FieldDefinition, InterfaceType, ObjectType, Schema } from '@apollo/federation-internals';

/** A field that one subgraph takes over from another little by little: `@override(from:, label: "percent(x)")`. */
export interface OverriddenField {
  /** `Type.field`. */
  readonly coordinate: string;
  readonly label: string;
  /** Of a hundred requests, for how many the new subgraph is asked. */
  readonly percent: number;
}

export interface OverrideLabels {
  readonly fields: readonly OverriddenField[];
  /** Labels of another kind, which somebody else would have to decide about: they are off. */
  readonly undecided: readonly string[];
}

const PERCENT = /^percent\((\d+(?:\.\d+)?)\)$/;

/** Reads the `overrideLabel` of the `@join__field` applications of a supergraph. */
export function readOverrideLabels(schema: Schema): OverrideLabels {
  const fields: OverriddenField[] = [];
  const undecided = new Set<string>();
  for (const type of [...schema.objectTypes(), ...schema.interfaceTypes()]) {
    for (const field of type.fields()) {
      for (const label of labelsOf(field)) {
        const [, percent] = PERCENT.exec(label) ?? [];
        if (percent === undefined) undecided.add(label);
        else fields.push({ coordinate: field.coordinate, label, percent: Number(percent) });
      }
    }
  }
  return { fields, undecided: [...undecided] };
}

function labelsOf(field: FieldDefinition<ObjectType | InterfaceType>): readonly string[] {
  const labels = field
    .appliedDirectivesOf('join__field')
    .map((applied) => (applied.arguments() as { overrideLabel?: string }).overrideLabel);
  return labels.flatMap((label) => (label ? [label] : []));
}
