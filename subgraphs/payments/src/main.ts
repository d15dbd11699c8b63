import { runService } from '@ordergraph/service';
import { paymentsService } from './service.js';

await runService(paymentsService);
