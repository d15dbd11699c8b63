import { GraphQLError, type ValidationRule } from 'graphql';

import { OWN_KEY_PREFIX } from '../operations/own-keys.js';
import { TYPENAME_ALIAS } from '../operations/refused-fields.js';

/** For a gateway that keeps its schema to itself. */
export const noIntrospection: ValidationRule = (context) => ({
  Field(field) {
    if (field.name.value !== '__schema' && field.name.value !== '__type') return;
    context.reportError(new GraphQLError('This gateway does not show its schema.', { nodes: [field] }));
  },
});

/** Under these the gateway asks for more than the client did, and what comes is not the client's. */
export const noKeysOfTheGateway: ValidationRule = (context) => ({
  Field({ alias }) {
    if (!alias?.value.startsWith(OWN_KEY_PREFIX) && !alias?.value.startsWith(TYPENAME_ALIAS)) return;
    const message = `The alias "${alias.value}" is one of the gateway's own. Choose another.`;
    context.reportError(new GraphQLError(message, { nodes: [alias] }));
  },
});
