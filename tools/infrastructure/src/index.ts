export { InfrastructureUnavailable, firstLineOf } from './infrastructure-unavailable.js';
export type { Environment, Report } from './report.js';
export { asksHow, type NamedPlatform, namedPlatform, platformOptions, platformUsage } from './named-platform.js';
export {
  DEFAULT_MONGODB_URI,
  findMongo,
  type FindMongoOptions,
  type FoundMongo,
  type MongoSource,
} from './mongo/find-mongo.js';
export { recordedMongo } from './mongo/recorded-mongo.js';
export { findMongodBinary, type MongodBinary } from './mongo/mongod-binary.js';
export { startPrivateMongo, type PrivateMongo } from './mongo/private-mongo.js';
export { askMember, replicaSetUri, startPrivateReplicaSet, type PrivateMember } from './mongo/private-replica-set.js';
export {
  findBroker,
  type BrokerSource,
  type FindBrokerOptions,
  type FoundBroker,
  wantedBroker,
} from './rabbit/find-broker.js';
export { recordedBroker } from './rabbit/recorded-broker.js';
export { startPrivateRabbit, type PrivateRabbit, type PrivateRabbitOptions } from './rabbit/private-rabbit.js';
export { startPrivateRabbitCluster } from './rabbit/private-rabbit-cluster.js';
export { amqpNodes, connectRabbit } from './rabbit/connect-rabbit.js';
export { clearMongo } from './mongo/clear-mongo.js';
export { withoutCredentials } from './mongo/probe-mongo.js';
export { clearRabbit } from './rabbit/clear-rabbit.js';
export { deleteFromRabbit } from './rabbit/delete-from-rabbit.js';
export { startTestRun, type TestRun } from './test-run/test-run.js';
export { lockDataDirectory, type DataDirectoryLock } from './process/data-directory-lock.js';
export { freePort, isFree } from './process/free-port.js';
export { identityOf, isRunning, type ProcessIdentity } from './process/process-identity.js';
export { readRunningProcess } from './process/process-record.js';
export { stopRecordedServer } from './stop-recorded-server.js';
export { DEFAULT_AMQP_URL, probeRabbit } from './rabbit/probe-rabbit.js';
export { listQueues, type RabbitControl, type RabbitQueue } from './rabbit/list-queues.js';
