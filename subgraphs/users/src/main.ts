import { runService } from '@ordergraph/service';
import { usersService } from './service.js';

await runService(usersService);
