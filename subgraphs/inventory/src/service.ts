import { readFileSync } from 'node:fs';
import type { ServiceDefinition } from '@ordergraph/service';
import { type InventoryConfiguration, configuration } from './configuration.js';
import { inventoryLoaders } from './graphql/loaders.js';
import { resolvers } from './graphql/resolvers.js';
import { inventoryMessages } from './messages.js';
import { seedCatalogue } from './seed.js';
import { inventoryModels } from './views/models.js';
import { CatalogueRevision } from './watching/catalogue-revision.js';

/** Products, prices and stock. */
export const inventoryService: ServiceDefinition<InventoryConfiguration> = {
  name: 'inventory',
  port: 4002,
  configuration,
  typeDefs: readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8'),
  build({ database, messaging: { log }, configuration: { lowStock } }) {
    const models = inventoryModels(database);
    const revision = new CatalogueRevision(models);
    const inventory = { log, lowStock, models, revision };
    return {
      resolvers: resolvers(inventory),
      loaders: () => inventoryLoaders(inventory),
      messages: inventoryMessages(log),
      seed: () => seedCatalogue(log),
      close: () => revision.close(),
    };
  },
};
