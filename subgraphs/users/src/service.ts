import { readFileSync } from 'node:fs';
import { type ServiceDefinition, createTokenSigner } from '@ordergraph/service';
import { type UsersConfiguration, configuration } from './configuration.js';
import { usersLoaders } from './graphql/loaders.js';
import { resolvers } from './graphql/resolvers.js';
import { jwksRoute } from './jwks.js';
import { userMessages } from './messages.js';
import { seedUsers } from './seed.js';
import { SessionStore } from './sessions/session-store.js';
import { Sessions } from './sessions/sessions.js';
import { Accounts } from './accounts/accounts.js';
import { userModel } from './views/user-model.js';

/** Accounts, credentials and sessions. */
export const usersService: ServiceDefinition<UsersConfiguration> = {
  name: 'users',
  port: 4001,
  configuration,
  typeDefs: readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8'),
  build({ database, messaging: { log }, configuration: { issuer, signingKey } }) {
    const signer = createTokenSigner({ issuer, key: signingKey });
    const sessions = new Sessions({ store: new SessionStore(database), signer, log });
    const users = { log, sessions, accounts: new Accounts(database), views: userModel(database) };
    return {
      resolvers: resolvers(users),
      loaders: () => usersLoaders(users),
      messages: userMessages(users),
      routes: jwksRoute(signer),
      seed: () => seedUsers(log),
    };
  },
};
