import type { FastifyInstance } from 'fastify';

import { serveGraphiql } from './graphiql.js';

/** Pages for developers, beside Apollo Sandbox, which Apollo Server serves on the GraphQL path itself. */
export function servePages(app: FastifyInstance): void {
  serveGraphiql(app);
  app.get('/', (_request, reply) => reply.redirect('/graphiql'));
}
