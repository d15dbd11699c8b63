/* global YogaGraphiQL -- of graphiql.js, loaded before */
import { createClient } from '/graphiql/graphql-ws/client.js';

const endpoint = new URL('/graphql', location.href);
const socketUrl = endpoint.href.replace(/^http/, 'ws');

const example = `# Set your token in the Headers tab below; subscriptions use it too:
#   {"Authorization": "Bearer <accessToken>"}

query Hello {
  __typename
}
`;

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
  const client = createClient({ url: socketUrl, connectionParams: headers, retryAttempts: 3 });
  return client.iterate({ query, variables, operationName });
}

YogaGraphiQL.renderYogaGraphiQL(document.querySelector('#root'), {
  title: 'Ordergraph',
  fetcher,
  defaultQuery: example,
  headers: '{"Authorization": ""}',
});
