export { startPlatform, type Platform, type PlatformOptions } from './platform/start-platform.js';
export { freePlatformPort, platformPorts, type PlatformPorts } from './platform/ports.js';
export { resetDataDirectory } from './platform/reset-data-directory.js';
export {
  subgraphNames,
  type ProgramEnvironment,
  type ProgramName,
  type SubgraphName,
} from './platform/program-environments.js';
export { prepareEnvironments, type Preparation } from './platform/prepare-environments.js';
export { startProgramProcess, type ProgramProcess } from './platform/run-as-processes.js';
export { onPlatform, type PlatformPlace } from './platform/on-platform.js';
export { readingDeadLetters } from './dead-letters/reading-dead-letters.js';
export { repositoryRoot } from './platform/data-directory.js';
export { demoUsers } from './demo/demo-users.js';
export { awaitSeed, type SeededPlatform } from './demo/await-seed.js';
export { createGraphClient, GraphRequestFailed, signIn, type GraphClient } from './graph/graph-client.js';
export { watchOrder, type Progress, type Watch } from './graph/order-progress.js';
export { PlatformEnded, spawnPlatform, type SpawnedPlatform } from './platform/spawn-platform.js';
