import { createServer } from 'node:http';
import { createGatewayRuntime } from '@graphql-hive/gateway-runtime';
import { serveUntilParentEnds } from './serve-until-parent-ends.mjs';

/** Hive Gateway, in the runtime that its command starts, on Node's server. */
await serveUntilParentEnds(async ({ supergraph }) => {
  const runtime = createGatewayRuntime({ supergraph, logging: 'warn', landingPage: false, graphiql: false });
  const server = createServer(runtime);
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${server.address().port}/graphql`;
});
