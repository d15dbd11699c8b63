import { GraphQLError, type NameNode, type ValidationRule } from 'graphql';

import { OWN_KEY_PREFIX } from '../operations/own-keys.js';
import { TYPENAME_ALIAS } from '../operations/refused-fields.js';
import { CURSOR_VARIABLE } from '../operations/resumable-document.js';

/** For a gateway that keeps its schema to itself. */
export const noIntrospection: ValidationRule = (context) => ({
  Field(field) {
    if (field.name.value !== '__schema' && field.name.value !== '__type') return;
    context.reportError(new GraphQLError('This gateway does not show its schema.', { nodes: [field] }));
  },
});

/**
 * Under these the gateway asks for more than the client did, and what comes is not the client's. A variable called `__proto__` would be none:
 * graphql-js sets values by assignment.
 */
export const noNamesOfTheGateway: ValidationRule = (context) => {
  const refuse = (what: string, name: NameNode): void => {
    const message = `The ${what} "${name.value}" is one of the gateway's own. Choose another.`;
    context.reportError(new GraphQLError(message, { nodes: [name] }));
  };
  return {
    Field({ alias }) {
      if (alias?.value.startsWith(OWN_KEY_PREFIX) || alias?.value.startsWith(TYPENAME_ALIAS)) refuse('alias', alias);
    },
    VariableDefinition({ variable: { name } }) {
      if (name.value === CURSOR_VARIABLE || name.value === '__proto__') refuse('variable', name);
    },
  };
};

const LONGEST_NAME = 256;

/** Names come back in every item of a list, in errors, in logs and to subgraphs: long ones would make much out of little. */
export const noLongNames: ValidationRule = (context) => ({
  Name(name) {
    if (name.value.length <= LONGEST_NAME) return;
    const message = `A name has ${String(name.value.length)} characters; ${String(LONGEST_NAME)} are allowed.`;
    context.reportError(new GraphQLError(message, { nodes: [name] }));
  },
});
