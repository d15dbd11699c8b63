import { runService } from '@ordergraph/service';
import { inventoryService } from './service.js';

await runService(inventoryService);
