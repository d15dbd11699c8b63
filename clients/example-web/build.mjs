/**
 * The example's bundler. `node build.mjs` writes dist/site; `node build.mjs --serve [port]` serves it and builds anew at each request. GRAPH is the
 * endpoint that the page talks to.
 */
import { context } from 'esbuild';

const { GRAPH = 'http://127.0.0.1:4000/graphql' } = process.env;
const serveAt = process.argv.indexOf('--serve');
const isServed = serveAt !== -1;

const bundle = await context({
  absWorkingDir: import.meta.dirname,
  entryPoints: ['src/main.ts', 'src/index.html'],
  loader: { '.html': 'copy' },
  outdir: 'dist/site',
  bundle: true,
  format: 'esm',
  target: 'es2022',
  minify: !isServed,
  sourcemap: true,
  conditions: ['@ordergraph/source', isServed ? 'development' : 'production'],
  define: { GRAPH_URL: JSON.stringify(GRAPH) },
});

if (!isServed) {
  await bundle.rebuild();
  await bundle.dispose();
} else {
  const port = Number(process.argv[serveAt + 1] ?? 4080);
  const served = await bundle.serve({ host: '127.0.0.1', port, servedir: 'dist/site' });
  process.stdout.write(`http://127.0.0.1:${served.port}/\n`);
}
