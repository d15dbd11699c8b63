import { serve } from './serve-subgraph.js';
import { subgraphs } from './shop-graph.js';

/** Serves the subgraphs, each on a port of its own, until its parent ends; tells the parent their addresses. */
const urls = Object.fromEntries(await Promise.all(Object.keys(subgraphs).map(serve)));
process.on('disconnect', () => process.exit(0));
process.send?.(urls);
