import type { ApolloServerPlugin } from '@apollo/server';

import type { RequestContext } from '../request-context.js';
import { acceptedJson } from './http-streams/accepted-format.js';

const REQUEST_ERRORS = new Set<unknown>(['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT']);

/**
 * The specification of GraphQL over HTTP has a document or variables that are wrong answered by 200 to those who ask for `application/json`
 * by name: such a client takes another status for a failure of what lies between. `application/graphql-response+json` has the true status.
 */
export const requestErrorStatus: ApolloServerPlugin<RequestContext> = {
  requestDidStart: () =>
    Promise.resolve({
      willSendResponse: ({ request, response: { http, body } }) => {
        const accept = request.http?.headers.get('accept');
        if (http.status !== 400 || body.kind !== 'single' || !asksForJson(accept)) return Promise.resolve();
        const errors = body.singleResult.errors ?? [];
        if (errors.every(({ extensions }) => REQUEST_ERRORS.has(extensions?.['code']))) http.status = 200;
        return Promise.resolve();
      },
    }),
};

function asksForJson(accept: string | undefined): boolean {
  return /application\/json/i.test(accept ?? '') && acceptedJson(accept)?.startsWith('application/json') === true;
}
