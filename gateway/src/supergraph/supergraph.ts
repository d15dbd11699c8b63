import { createHash } from 'node:crypto';

import { DEFAULT_SUPPORTED_SUPERGRAPH_FEATURES, type Schema, Supergraph } from '@apollo/federation-internals';
import { QueryPlanner } from '@apollo/query-planner';
import type { GraphQLSchema } from 'graphql';

import { type AuthorizationRules, readAuthorizationRules } from './authorization-rules.js';
import { type CacheRules, readCacheRules } from './cache-rules.js';
import { type CostRules, readCostRules } from './cost-rules.js';
import { type OverrideLabels, readOverrideLabels } from './override-labels.js';
import { readRequiredFields, type RequiredFields } from './required-fields.js';

/** A supergraph made ready: what clients may ask, how it is planned, who may ask it, and where the subgraphs are. */
export interface LoadedSupergraph {
  /** Hash of the text; two supergraphs with one id are the same. */
  id: string;
  sdl: string;
  /** The graph as clients see it. */
  schema: GraphQLSchema;
  apiSchema: Schema;
  supergraphSchema: GraphQLSchema;
  planner: QueryPlanner;
  authorization: AuthorizationRules;
  costs: CostRules;
  caching: CacheRules;
  requiredFields: RequiredFields;
  overrides: OverrideLabels;
  /** Address by subgraph name. */
  subgraphs: ReadonlyMap<string, string>;
}

/**
 * Apollo's planner refuses a supergraph marked "for: SECURITY" so that nobody serves it unguarded. This gateway enforces those two
 * itself (see `door/`); `@policy` it does not know, so a supergraph that uses it is still refused.
 */
const SUPPORTED_FEATURES = new Set([
  ...DEFAULT_SUPPORTED_SUPERGRAPH_FEATURES,
  'https://specs.apollo.dev/authenticated/v0.1',
  'https://specs.apollo.dev/requiresScopes/v0.1',
]);

/**
 * Throws when the text is no valid supergraph, asks for a feature that the gateway does not enforce, or has a subgraph without an address. `routingUrls` go by
 * names in lower case with hyphens.
 */
export function loadSupergraph(sdl: string, routingUrls: Readonly<Record<string, string>> = {}): LoadedSupergraph {
  const supergraph = Supergraph.build(sdl, { supportedFeatures: SUPPORTED_FEATURES });
  const apiSchema = supergraph.apiSchema();
  return {
    id: createHash('sha256').update(sdl).digest('hex'),
    sdl,
    schema: apiSchema.toGraphQLJSSchema(),
    apiSchema,
    supergraphSchema: supergraph.schema.toGraphQLJSSchema(),
    planner: new QueryPlanner(supergraph),
    authorization: readAuthorizationRules(supergraph.schema),
    caching: readCacheRules(supergraph.schema),
    costs: readCostRules(supergraph.schema),
    requiredFields: readRequiredFields(supergraph.schema),
    overrides: readOverrideLabels(supergraph.schema),
    subgraphs: new Map(
      supergraph
        .subgraphsMetadata()
        .map(({ name, url }) => [name, addressOf(name, routingUrls[routingName(name)] ?? url)]),
    ),
  };
}

const routingName = (name: string): string => name.toLowerCase().replaceAll('_', '-');

function addressOf(name: string, url: string): string {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    throw new Error(`The subgraph ${name} has no address: ${JSON.stringify(url)} is none (http or https).`);
  return url;
}
