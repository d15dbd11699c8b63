/* global YogaGraphiQL -- of graphiql.js, loaded before */
import { createClient } from '/graphiql/graphql-ws/client.js';

const endpoint = new URL('/graphql', location.href);
const socketUrl = endpoint.href.replace(/^http/, 'ws');

/** The token of a socket was refused (docs/errors.md): trying again changes nothing. */
const NOT_SIGNED_IN = 4403;

/** Queries and mutations over HTTP, subscriptions over graphql-transport-ws, both with what stands in the Headers tab. */
function fetcher(parameters, { headers = {}, documentAST } = {}) {
  return isSubscription(parameters, documentAST) ? subscribe(parameters, headers) : request(parameters, headers);
}

function isSubscription({ operationName }, documentAST) {
  return Boolean(
    documentAST?.definitions.some(
      ({ operation, name }) => operation === 'subscription' && (!operationName || name?.value === operationName),
    ),
  );
}

async function request(parameters, headers) {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(parameters),
  });
  return response.json();
}

/** A socket of its own for each subscription, since the token may have changed. */
function subscribe({ query, variables, operationName }, headers) {
  const client = createClient({
    url: socketUrl,
    connectionParams: headers,
    retryAttempts: 3,
    shouldRetry: (error) => error instanceof CloseEvent && error.code !== NOT_SIGNED_IN,
  });
  return explained(client.iterate({ query, variables, operationName }));
}

/** GraphiQL shows nothing of a close event. Not a generator: its `return` would wait for the next result. */
function explained(results) {
  return {
    next: () => results.next().catch((error) => Promise.reject(explain(error))),
    return: () => results.return(),
    throw: (error) => results.throw(error),
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

function explain(error) {
  return error instanceof CloseEvent ? new Error(`${error.code}: ${error.reason || 'the connection was lost'}`) : error;
}

YogaGraphiQL.renderYogaGraphiQL(document.querySelector('#root'), {
  title: 'Ordergraph',
  fetcher,
  defaultQuery: await (await fetch('/graphiql/first-steps.graphql')).text(),
  headers: '{"Authorization": ""}',
});
