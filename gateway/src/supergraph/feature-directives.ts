import type { Directive, Schema } from '@apollo/federation-internals';

/** Something that directives are applied to. */
export interface Annotated {
  appliedDirectivesOf(name: string): readonly Pick<Directive, 'arguments'>[];
}

/** Arguments of each application of one directive of Apollo's specifications; a supergraph may import it under another name, or not at all. */
export type Applications = (element: Annotated) => readonly object[];

export function applicationsOf(schema: Schema, feature: string, directive = feature): Applications {
  const name = schema.coreFeatures
    ?.getByIdentity(`https://specs.apollo.dev/${feature}`)
    ?.directiveNameInSchema(directive);
  return (element) =>
    name === undefined ? [] : element.appliedDirectivesOf(name).map((application) => application.arguments());
}
