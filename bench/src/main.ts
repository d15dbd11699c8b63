import { benchCache } from './cache/bench-cache.js';
import { benchGateway } from './gateway/bench-gateway.js';
import { benchGrowth } from './growth/bench-growth.js';
import { benchReload } from './reload/bench-reload.js';
import { benchSagas } from './sagas/bench-sagas.js';
import { benchSoak } from './soak/bench-soak.js';
import { benchWatchers } from './watchers/bench-watchers.js';

const benches: Readonly<Record<string, (args: string[]) => Promise<void>>> = {
  sagas: benchSagas,
  growth: benchGrowth,
  soak: benchSoak,
  gateway: benchGateway,
  cache: benchCache,
  reload: benchReload,
  watchers: benchWatchers,
};

const [name = '', ...args] = process.argv.slice(2);
const bench = benches[name];
if (bench) {
  await bench(args);
} else {
  process.stderr.write(`There is no bench '${name}'.\nBenches: ${Object.keys(benches).join(', ')}.\n`);
  process.exitCode = 1;
}
