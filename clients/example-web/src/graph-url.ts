/** Put in by the bundler (build.mjs). */
declare const GRAPH_URL: string;

export const graphUrl = GRAPH_URL;
