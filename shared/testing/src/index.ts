export {
  startBreakableRabbit,
  testBrokers,
  testBrokerUrl,
  testMongo,
  uniqueNamespace,
  type TestBroker,
  type TestNamespace,
} from './infrastructure.js';
export { eventually, type EventuallyOptions } from './eventually.js';
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
