import type { GraphQLFormattedError } from 'graphql';

import { isFields } from '../execution/json.js';
import type { SubgraphAnswer } from '../execution/subgraph.js';

/**
 * What a subgraph answered; what is no answer of GraphQL is undefined. Data may be missing or null only beside errors
 * (https://spec.graphql.org/October2021/#sec-Data): without one, null would look like what is so, and be kept.
 */
export function parseAnswer(text: string): SubgraphAnswer | undefined {
  const answer = parsed(text);
  if (!isFields(answer)) return undefined;
  const { data, errors } = answer;
  const told = Array.isArray(errors) ? errors.map(errorOf) : [];
  if (isFields(data)) return told.length > 0 ? { data, errors: told } : { data };
  return told.length > 0 ? { data: null, errors: told } : undefined;
}

/** What stands in the place of an error is one, with its text for a message. */
function errorOf(told: unknown): GraphQLFormattedError {
  if (isFields(told)) return told as unknown as GraphQLFormattedError;
  return { message: typeof told === 'string' ? told : JSON.stringify(told) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
