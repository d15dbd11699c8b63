import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import type { FastifyInstance } from 'fastify';

const packages = createRequire(import.meta.url);
const STATIC = join(import.meta.dirname, '../../static');

/**
 * GraphiQL with subscriptions, for where Sandbox's CDN cannot be reached: everything comes from installed packages. The bundle has nine
 * megabytes and is read when the page is opened for the first time.
 */
export function serveGraphiql(app: FastifyInstance): void {
  const script = (path: string, read: () => Promise<string>): void => {
    app.get(path, async (_request, reply) => reply.type('text/javascript; charset=utf-8').send(await read()));
  };
  app.get('/graphiql', async (_request, reply) =>
    reply.type('text/html; charset=utf-8').send(await readFile(join(STATIC, 'graphiql.html'), 'utf8')),
  );
  app.get('/graphiql/graphiql.css', async (_request, reply) =>
    reply.type('text/css; charset=utf-8').send((await bundle()).css),
  );
  script('/graphiql/graphiql.js', async () => (await bundle()).js);
  app.get('/graphiql/first-steps.graphql', async (_request, reply) =>
    reply.type('text/plain; charset=utf-8').send(await readFile(join(STATIC, 'first-steps.graphql'), 'utf8')),
  );
  script('/graphiql/page.js', () => readFile(join(STATIC, 'graphiql.js'), 'utf8'));
  // Monaco's names for its workers.
  script('/graphiql/workers/editorWorkerService.js', async () => (await bundle()).editorWorkerService);
  script('/graphiql/workers/json.js', async () => (await bundle()).jsonWorker);
  script('/graphiql/workers/graphql.js', async () => (await bundle()).graphqlWorker);
  app.get<{ Params: { file: string } }>('/graphiql/graphql-ws/:file', async ({ params }, reply) => {
    if (!/^(client|common-\w+)\.js$/.test(params.file)) return reply.code(404).send();
    const file = join(dirname(packages.resolve('graphql-ws')), params.file);
    return reply.type('text/javascript; charset=utf-8').send(await readFile(file, 'utf8'));
  });
}

function bundle() {
  return import('@graphql-yoga/render-graphiql/graphiql');
}
