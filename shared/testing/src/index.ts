export {
  clearTestRabbit,
  startBreakableRabbit,
  testBrokers,
  testBrokerUrl,
  testDirectory,
  testMongo,
  type TestBroker,
} from './infrastructure.js';
export { browserPath } from './browser.js';
export { envelop, playSaga, type PlayedSaga, type Told } from './played-saga.js';
export { backUpDatabase, restoreDatabase } from './database-copy.js';
export { killChangeStreams } from './kill-change-streams.js';
export { uniqueNamespace, type TestBrokerOptions, type TestNamespace } from './test-namespace.js';
export { eventually, type EventuallyOptions } from './eventually.js';
export { installElsewhere, type Installation } from './installed-elsewhere.js';
export { given, type Given, type GivenOptions, type Outcome } from './given-when-then.js';
export { testIdentity, testUser, type TestIdentity } from './tokens.js';
export {
  requestGraphql,
  watchGraphql,
  type GraphqlAnswer,
  type GraphqlRequest,
  type GraphqlWatch,
  type WatchEnd,
  type WatchedPayload,
} from './graphql-client.js';
