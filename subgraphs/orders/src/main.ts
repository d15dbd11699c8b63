import { runService } from '@ordergraph/service';
import { ordersService } from './service.js';

await runService(ordersService);
