export {
  type Composition,
  type CompositionInput,
  CompositionFailed,
  composeSupergraph,
} from './composition/compose-supergraph.js';
export { writeSupergraph } from './composition/write-supergraph.js';
export { gatewayErrorCatalogue } from './door/error-catalogue.js';
export { type GatewayOptions, type RunningGateway, startGateway } from './service.js';
export type { LocalSubgraphs } from './subgraphs/local-subgraphs.js';
