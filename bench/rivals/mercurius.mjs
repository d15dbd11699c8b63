import mercuriusGateway from '@mercuriusjs/gateway';
import Fastify from 'fastify';
import { serveUntilParentEnds } from './serve-until-parent-ends.mjs';

/**
 * Mercurius's gateway with its compiler of operations (`jit`). It speaks the first version of federation: it gets the subgraphs' schemas
 * without their `@link`.
 */
await serveUntilParentEnds(async ({ urls, schemas }) => {
  const app = Fastify();
  await app.register(mercuriusGateway, {
    gateway: {
      services: Object.entries(urls).map(([name, url]) => ({ name, url, schema: schemas[name] })),
    },
    jit: 1,
  });
  const origin = await app.listen({ port: 0, host: '127.0.0.1' });
  return `${origin}/graphql`;
});
