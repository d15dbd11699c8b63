export {
  type Composition,
  type CompositionInput,
  CompositionFailed,
  composeSupergraph,
} from './composition/compose-supergraph.js';
export { writeSupergraph } from './composition/write-supergraph.js';
export { generateSigningKey } from '@ordergraph/service';
export { gatewayErrorCatalogue } from './door/error-catalogue.js';
export { type GatewayOptions, type RunningGateway, startGateway } from './service.js';
export { type LoadedSupergraph, loadSupergraph } from './supergraph/supergraph.js';
export type { LocalSubgraphs } from './subgraphs/local-subgraphs.js';
