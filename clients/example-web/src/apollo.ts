import { ApolloClient, ApolloLink, HttpLink, InMemoryCache } from '@apollo/client';
import { SetContextLink } from '@apollo/client/link/context';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { createResumableLink } from '@ordergraph/client/apollo';
import { operationIds, possibleTypes } from '@ordergraph/graph';
import { getOperationAST, OperationTypeNode } from 'graphql';

import { graphUrl } from './graph-url.js';
import type { Session } from './session.js';

/** Queries and mutations by id over HTTP; subscriptions over a WebSocket that comes back where it was. */
export function createApollo(session: Session, onInterruption: () => void): ApolloClient {
  const subscriptions = createResumableLink({ url: graphUrl, getToken: session.getToken, onInterruption });
  return new ApolloClient({
    link: ApolloLink.split(
      ({ operationType }) => operationType === OperationTypeNode.SUBSCRIPTION,
      subscriptions,
      overHttp(session),
    ),
    cache: new InMemoryCache({ possibleTypes }),
  });
}

function overHttp(session: Session): ApolloLink {
  const ids = new PersistedQueryLink({
    generateHash: (document) => operationIds[getOperationAST(document)?.name?.value ?? ''] ?? '',
  });
  const authorization = new SetContextLink(({ asVisitor }) =>
    asVisitor === true || session.token === undefined ? {} : { headers: { authorization: `Bearer ${session.token}` } },
  );
  return ApolloLink.from([ids, authorization, new HttpLink({ uri: graphUrl })]);
}
